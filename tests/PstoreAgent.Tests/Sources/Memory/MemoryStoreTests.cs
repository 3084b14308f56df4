using System.Globalization;
using PstoreAgent.Native;
using PstoreAgent.Sources.Memory;
using Tmds.Linux;
using Xunit;

namespace PstoreAgent.Tests.Sources.Memory;

/// <summary>Stores into a mapping, and the child that does them.</summary>
public sealed class MemoryStoreTests : IDisposable
{
    private readonly TemporaryDirectory _home = new();
    private readonly byte[] _bytes = new byte[2 * Environment.SystemPageSize];

    public MemoryStoreTests() => new Random(5).NextBytes(_bytes);

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Every_offset_and_length_changes_these_bytes_and_no_others()
    {
        string name = _home.Write("memory", _bytes);
        using FileDescriptor file = FileDescriptor.Open(name, LibC.O_RDWR, 0, out _)!;
        byte[] expected = [.. _bytes], next = new byte[40];
        var random = new Random(6);
        foreach (int address in (int[])[0, 1, 7, Environment.SystemPageSize - 9])
        {
            using MemoryMapping mapping = MemoryMapping.Map(file, (ulong)address, 64, out _, forWriting: true)!;
            for (int offset = 0; offset <= 9; offset++)
            {
                for (int length = 0; length <= 33; length++)
                {
                    random.NextBytes(next);
                    mapping.Store(offset, next.AsSpan(0, length));
                    next.AsSpan(0, length).CopyTo(expected.AsSpan(address + offset));
                    mapping.StoreZeros(offset + length, length / 2);
                    expected.AsSpan(address + offset + length, length / 2).Clear();
                    MemoryMapping.Barrier();
                    Assert.Equal(expected, File.ReadAllBytes(name));
                }
            }
        }
    }

    [Fact]
    public void A_store_is_as_wide_as_its_place_allows_and_no_wider()
    {
        for (int place = 0; place < 16; place++)
        {
            for (int left = 1; left <= 9; left++)
            {
                int width = MemoryMapping.WidthAt(place, left);
                Assert.Equal(((int[])[8, 4, 2, 1]).First(each => place % each == 0 && each <= left), width);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void The_child_stores_in_order_what_it_finds_as_expected(int address)
    {
        string name = _home.Write("memory", _bytes);
        byte[] expected = [.. _bytes];
        "patched"u8.CopyTo(expected.AsSpan(address + 5));
        expected.AsSpan(address + 12, 100).Clear();
        expected.AsSpan(address + 300, 2).Clear();
        MemoryPatch[] patches =
        [
            new(0, _bytes.AsMemory(address, 64), default),
            new(5, _bytes.AsMemory(address + 5, 3), "patched"u8.ToArray(), 100),
            new(300, default, default, 2),
        ];
        Assert.Equal((StoreChild.Step.Stored, 0, 0), Run(name, address, 400, PatchList.Write(patches)));
        Assert.Equal(expected, File.ReadAllBytes(name));
    }

    [Fact]
    public void Nothing_is_stored_where_one_byte_differs()
    {
        string name = _home.Write("memory", _bytes);
        byte[] other = [.. _bytes.AsSpan(200, 9)];
        other[^1] ^= 1;
        MemoryPatch[] patches = [new(0, default, "first"u8.ToArray()), new(100, _bytes.AsMemory(100, 8), default, 8), new(200, other, default, 1)];
        Assert.Equal((StoreChild.Step.Differs, 0, 2), Run(name, 0, 4096, PatchList.Write(patches)));
        Assert.Equal(_bytes, File.ReadAllBytes(name));
    }

    [Fact]
    public void What_is_no_list_of_this_range_is_not_begun()
    {
        string name = _home.Write("memory", _bytes);
        ReadOnlyMemory<byte> good = PatchList.Write([new(0, default, "first"u8.ToArray()), new(4090, default, default, 6)]);
        Assert.Equal(StoreChild.Step.Misunderstood, Run(name, 0, 4095, good).Step);
        Assert.Equal(StoreChild.Step.Misunderstood, Run(name, 0, 4096, good[..^1]).Step);
        Assert.Equal(_bytes, File.ReadAllBytes(name));
        Assert.Equal(StoreChild.Step.Stored, Run(name, 0, 4096, good).Step);
    }

    [Fact]
    public void What_can_not_be_opened_or_mapped_gives_errno()
    {
        ReadOnlyMemory<byte> list = PatchList.Write([new(0, default, default, 1)]);
        Assert.Equal((StoreChild.Step.Opening, LibC.ENOENT, 0), Run(_home.Join("missing"), 0, 64, list));
        Assert.Equal((StoreChild.Step.Mapping, LibC.ENODEV, 0), Run("/dev/null", 0, 64, list));
    }

    [Fact]
    public void A_list_comes_back_as_it_was_written_and_never_reaches_beyond_its_range()
    {
        MemoryPatch[] patches = [new(0, "there"u8.ToArray(), "here"u8.ToArray(), 7), new(90, default, default, 10), new(100, default, default)];
        ReadOnlyMemory<byte> list = PatchList.Write(patches);
        Assert.Equal(patches.Select(Words), PatchList.Read(list, 100)!.Select(Words));
        Assert.Null(PatchList.Read(list, 99));
        for (int length = 1; length < list.Length; length++)
            if (PatchList.Read(list[..length], 100) is { } read) Assert.Equal(patches.Take(read.Count).Select(Words), read.Select(Words));

        foreach (MemoryPatch hostile in (MemoryPatch[])[new(-1, default, default, 1), new(long.MaxValue, default, default, 1), new(1, default, default, long.MaxValue), new(0, default, default, -1)])
            Assert.Null(PatchList.Read(PatchList.Write([hostile]), 100));
    }

    private static string Words(MemoryPatch patch) => $"{patch.Offset} {Convert.ToHexString(patch.Expected.Span)} {Convert.ToHexString(patch.Bytes.Span)} {patch.Zeros}";

    private static (StoreChild.Step Step, int Errno, int Patch) Run(string device, int address, int size, ReadOnlyMemory<byte> list)
    {
        AgentResult result = Agent.RunWithInput(list.ToArray(), StoreChild.Verb, device, address.ToString(CultureInfo.InvariantCulture), size.ToString(CultureInfo.InvariantCulture));
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(StoreChild.StatusSize, result.Bytes.Length);
        return ((StoreChild.Step)BitConverter.ToInt32(result.Bytes), BitConverter.ToInt32(result.Bytes, 4), BitConverter.ToInt32(result.Bytes, 8));
    }
}
