using PstoreAgent.Discovery.Access;
using PstoreAgent.Sources;
using PstoreAgent.Sources.Memory;
using Xunit;

namespace PstoreAgent.Tests.Sources.Memory;

public sealed class StableCopyTests
{
    private static readonly byte[] s_range = Noise(1000);

    [Fact]
    public void Two_passes_that_agree_are_enough()
    {
        var passes = new Passes(s_range.Length, (_, bytes) => s_range.CopyTo(bytes, 0));
        StableCopy.Copied copied = StableCopy.Read(passes, s_range.Length, out AccessFailure? failure)!;
        Assert.Null(failure);
        Assert.Equal(2, passes.Count);
        Assert.Equal(s_range, copied.Bytes.ToArray());
        Assert.Empty(copied.Unstable);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_change_takes_one_pass_more_and_the_newest_counts(int changedAt)
    {
        var passes = new Passes(s_range.Length, (pass, bytes) =>
        {
            s_range.CopyTo(bytes, 0);
            if (pass >= changedAt) bytes[500] ^= 0xFF;
            else bytes[10] = (byte)pass;
        });
        StableCopy.Copied copied = StableCopy.Read(passes, s_range.Length, out _)!;
        Assert.Equal(changedAt + 2, passes.Count);
        Assert.Equal((byte)(s_range[500] ^ 0xFF), copied.Bytes.Span[500]);
        Assert.Empty(copied.Unstable);
    }

    [Theory]
    [InlineData(1000, new[] { 64, 128 }, new[] { 64, 128 })]
    [InlineData(1000, new[] { 0, 63, 200, 999 }, new[] { 0, 64, 192, 64, 960, 40 })]
    [InlineData(1000, new[] { 895, 896, 960 }, new[] { 832, 168 })]
    [InlineData(200_000, new[] { 65535, 65536 }, new[] { 65472, 128 })]
    [InlineData(131_073, new[] { 131_072 }, new[] { 131_072, 1 })]
    [InlineData(1, new[] { 0 }, new[] { 0, 1 })]
    public void What_never_agrees_is_told_after_a_bounded_number_of_passes(int size, int[] changing, int[] ranges)
    {
        var passes = new Passes(size, (pass, bytes) =>
        {
            foreach (int at in changing) bytes[at] = (byte)pass;
        });
        StableCopy.Copied copied = StableCopy.Read(passes, size, out AccessFailure? failure)!;
        Assert.Null(failure);
        Assert.Equal(StableCopy.MostPasses, passes.Count);
        Assert.Equal(ranges.Chunk(2).Select(pair => new ByteRange(pair[0], pair[1])), copied.Unstable);
        Assert.All(changing, at => Assert.Equal(StableCopy.MostPasses - 1, copied.Bytes.Span[at]));
    }

    [Fact]
    public void Only_the_last_two_passes_count()
    {
        var passes = new Passes(1000, (pass, bytes) => bytes[pass < StableCopy.MostPasses - 2 ? 0 : 300] = (byte)(pass + 1));
        Assert.Equal([new ByteRange(256, 64)], StableCopy.Read(passes, 1000, out _)!.Unstable);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void A_failure_in_any_pass_is_a_failure(int failing)
    {
        var expected = new AccessFailure("mem", AccessStep.BusError, 7, 0x880001000, 1000);
        var passes = new Passes(1000, (pass, bytes) => bytes[0] = (byte)pass) { FailAt = failing, Failure = expected };
        Assert.Null(StableCopy.Read(passes, 1000, out AccessFailure? failure));
        Assert.Equal(expected, failure);
        Assert.Equal(failing, passes.Count);
    }

    private static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A range whose content <paramref name="fill"/> gives for each pass.</summary>
    private sealed class Passes(int size, Action<int, byte[]> fill) : IMemoryPasses
    {
        private byte[] _now = new byte[size];
        private int _at;

        /// <summary>Passes that were read to their end.</summary>
        public int Count { get; private set; }

        public int FailAt { get; init; } = int.MaxValue;

        public AccessFailure Failure { get; init; }

        public AccessFailure? Read(Span<byte> target)
        {
            if (Count == FailAt) return Failure;
            if (_at == 0)
            {
                _now = new byte[size];
                fill(Count, _now);
            }

            _now.AsSpan(_at, target.Length).CopyTo(target);
            _at += target.Length;
            if (_at < size) return null;
            _at = 0;
            Count++;
            return null;
        }

        public void Dispose()
        {
        }
    }
}
