using System.Buffers;
using System.Text;
using Pstore.Ram;
using Xunit;

namespace Pstore.Tests.Ram;

public sealed class RingFollowerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_printed_is_what_was_written(bool wrapsAtEnd)
    {
        for (int seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            int size = random.Next(200, 600);
            var ring = new LiveRing(size, wrapsAtEnd);
            var follower = new RingFollower(size);
            var output = new ArrayBufferWriter<byte>();
            var written = new List<byte>();
            int covered = 0, sinceLook = 0;
            for (int step = 0; step < 80; step++)
            {
                byte[] chunk = new byte[random.Next(1, size / 8)];
                random.NextBytes(chunk);

                // Bytes are given two looks after they were written, so that two times between looks may fill the ring.
                if (sinceLook + chunk.Length > (size - 64) / 2) Look(written.Count);

                // Of the write that first fills the ring a header with the new size and the old start looks as if it had gone round.
                bool fills = ring.Header.Size < size && ring.Header.Size + chunk.Length >= size;
                int lookAt = random.Next(fills ? 1 : 0, 8), moment = 0;
                ring.Write(chunk, _ =>
                {
                    if (moment++ == lookAt) Look(written.Count + (lookAt == 0 ? 0 : chunk.Length));
                });
                written.AddRange(chunk);
                sinceLook += chunk.Length;
                if (random.Next(3) == 0) Look(written.Count);
            }

            Look(written.Count);
            Look(written.Count);
            Assert.Equal(written, output.WrittenSpan.ToArray());

            void Look(int headerCovers)
            {
                Assert.True(follower.Look(ring.Header, ring.Data, output));
                Assert.False(follower.HasLost, $"seed {seed}");
                Assert.Equal(covered, output.WrittenCount);
                covered = headerCovers;
                sinceLook = 0;
            }
        }
    }

    [Fact]
    public void The_end_that_is_not_there_yet_waits()
    {
        var ring = new LiveRing(64, true);
        var follower = new RingFollower(64);
        var output = new ArrayBufferWriter<byte>();
        ring.Write("first "u8);
        follower.Look(ring.Header, ring.Data, output);
        Assert.Equal("", Text(output));
        ring.Write("second"u8, there =>
        {
            follower.Look(ring.Header, ring.Data, output);
            Assert.Equal("first ", Text(output));
        });
        follower.Look(ring.Header, ring.Data, output);
        follower.Look(ring.Header, ring.Data, output);
        Assert.Equal("first second", Text(output));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(64)]
    [InlineData(200)]
    public void More_than_the_ring_holds_is_told_and_what_is_left_is_given(int before)
    {
        var ring = new LiveRing(64, true);
        (RingFollower follower, ArrayBufferWriter<byte> output) = Following(ring, Numbered(before, 0));
        output.ResetWrittenCount();
        byte[] much = Numbered(100, 1000);
        foreach (byte[] piece in much.Chunk(30)) ring.Write(piece);
        bool lost = false;
        for (int look = 0; look < 4; look++)
        {
            Assert.True(follower.Look(ring.Header, ring.Data, output));
            lost |= follower.HasLost;
        }

        Assert.True(lost);
        Assert.Equal(much[^64..], output.WrittenSpan.ToArray());
    }

    [Fact]
    public void The_bytes_that_the_writer_overwrites_meanwhile_do_not_come_first()
    {
        var ring = new LiveRing(64, true);
        byte[] first = Numbered(90, 0), second = Numbered(20, 1);
        foreach (byte[] piece in first.Chunk(30)) ring.Write(piece);
        var follower = new RingFollower(64);
        var output = new ArrayBufferWriter<byte>();
        follower.Look(ring.Header, ring.Data, output);
        ring.Write(second);
        follower.Look(ring.Header, ring.Data, output);
        Assert.Equal(first[^44..], output.WrittenSpan.ToArray());
        follower.Look(ring.Header, ring.Data, output);
        Assert.Equal([.. first[^44..], .. second], output.WrittenSpan.ToArray());
    }

    [Fact]
    public void A_zone_that_was_begun_anew_is_told_and_given_from_its_front()
    {
        var ring = new LiveRing(256, true);
        (RingFollower follower, ArrayBufferWriter<byte> output) = Following(ring, Numbered(200, 0));
        output.ResetWrittenCount();
        ring.Zap();
        ring.Write("the next boot\n"u8);
        Assert.True(follower.Look(ring.Header, ring.Data, output));
        Assert.True(follower.HasLost);
        Assert.True(follower.Look(ring.Header, ring.Data, output));
        Assert.False(follower.HasLost);
        Assert.Equal("the next boot\n", Text(output));
    }

    [Fact]
    public void Headers_that_can_not_be_are_passed_over()
    {
        var ring = new LiveRing(64, true);
        (RingFollower follower, ArrayBufferWriter<byte> output) = Following(ring, "text"u8.ToArray());
        output.ResetWrittenCount();
        foreach (ZoneHeader bad in (ZoneHeader[])[
            ring.Header with { Signature = 0 }, ring.Header with { Size = 65 }, ring.Header with { Start = 5 }, ring.Header with { Start = uint.MaxValue, Size = uint.MaxValue }])
        {
            Assert.False(follower.Look(bad, ring.Data, output));
            Assert.False(follower.HasLost);
        }

        Assert.False(follower.Look(ring.Header, ring.Data.AsSpan(0, 63), output));
        ring.Write(" and more"u8);
        Assert.True(follower.Look(ring.Header, ring.Data, output));
        Assert.True(follower.Look(ring.Header, ring.Data, output));
        Assert.Equal(" and more", Text(output));
    }

    /// <summary>A follower that has given all of what the ring was first filled with.</summary>
    private static (RingFollower Follower, ArrayBufferWriter<byte> Output) Following(LiveRing ring, byte[] first)
    {
        var follower = new RingFollower(ring.Data.Length);
        var output = new ArrayBufferWriter<byte>();
        foreach (byte[] piece in first.Chunk(30)) ring.Write(piece);
        Assert.True(follower.Look(ring.Header, ring.Data, output));
        Assert.True(follower.Look(ring.Header, ring.Data, output));
        Assert.Equal(first[^Math.Min(first.Length, ring.Data.Length)..], output.WrittenSpan.ToArray());
        return (follower, output);
    }

    private static byte[] Numbered(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static string Text(ArrayBufferWriter<byte> output) => Encoding.ASCII.GetString(output.WrittenSpan);
}
