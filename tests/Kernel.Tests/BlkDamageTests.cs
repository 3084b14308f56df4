using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>What a kernel shows of a disk whose headers are damaged, and of dumps that are not what they say: the agent's view of it is the same.</summary>
public sealed class BlkDamageTests
{
    private const int Signature = 0, DataLength = 4, Start = 8, Data = 12;
    private const int Magic = Data, Compressed = Data + 24, Counter = Data + 28, Reason = Data + 32, Text = Data + 40;
    private const int ZoneSize = 64 << 10, TooMuch = 70_000;

    // Where the zones of the default sizes are, on a board with two processors.
    private const int Pmsg = 0, Console = ZoneSize, Trace = 2 * ZoneSize, SecondTrace = Trace + (ZoneSize / 2), Dump = 3 * ZoneSize, SecondDump = 4 * ZoneSize;

    private static readonly Dictionary<string, (bool Packed, Action<byte[]> Damage)> s_cases = new()
    {
        ["pmsg begins behind its end"] = (true, disk => Set(disk, Pmsg + Start, Get(disk, Pmsg + DataLength) + 5)),
        ["pmsg begins behind its zone"] = (true, disk => Set(disk, Pmsg + Start, TooMuch)),
        ["pmsg has a negative length"] = (true, disk => Set(disk, Pmsg + DataLength, -5)),
        ["console is longer than its zone"] = (true, disk => Set(disk, Console + DataLength, TooMuch)),
        ["console begins behind its end"] = (true, disk => Set(disk, Console + Start, Get(disk, Console + DataLength) + 5)),
        ["trace of one processor begins behind its end"] = (true, disk => { Set(disk, SecondTrace + DataLength, 100); Set(disk, SecondTrace + Start, 200); }
        ),
        ["trace of one processor has no signature"] = (true, disk => Set(disk, Trace + Signature, 0)),
        ["trace ends within an entry"] = (true, disk => { Set(disk, Trace + DataLength, Get(disk, Trace + DataLength) - 5); Set(disk, Trace + Start, 1000); }
        ),
        ["traces are shorter than an entry"] = (true, disk => { Set(disk, Trace + DataLength, 8); Set(disk, Trace + Start, 8); Set(disk, SecondTrace + DataLength, 0); }
        ),
        ["dump has another magic"] = (true, disk => Set(disk, Dump + Magic, 0x12345678)),
        ["dump has a flipped signature"] = (true, disk => disk[Dump + 1] ^= 4),
        ["dump is longer than its zone"] = (true, disk => Set(disk, Dump + DataLength, TooMuch)),
        ["dump has a negative length"] = (true, disk => Set(disk, Dump + DataLength, -5)),
        ["packed dump fills its zone"] = (true, disk => Set(disk, Dump + DataLength, ZoneSize - Data)),
        ["packed dump is empty"] = (true, disk => Set(disk, SecondDump + DataLength, Text - Data)),
        ["packed dump is shorter than its header"] = (true, disk => Set(disk, SecondDump + DataLength, 20)),
        ["packed dump is called plain"] = (true, disk => disk[Dump + Compressed] = 0),
        ["packed dump is damaged"] = (true, disk => disk.AsSpan(Dump + Text + 200, 60).Fill(0x5a)),
        ["plain dump is called packed"] = (false, disk => disk[Dump + Compressed] = 1),
        ["plain dump is empty"] = (false, disk => Set(disk, Dump + DataLength, Text - Data)),
        ["plain dump fills its zone"] = (false, disk => Set(disk, Dump + DataLength, ZoneSize - Data)),
        ["counter is negative and reason unknown"] = (false, disk => { Set(disk, Dump + Counter, -1); Set(disk, Dump + Reason, 77); }
        ),
        ["dumps of a panic and of shutting down"] = (false, disk => { Set(disk, Dump + Reason, 1); Set(disk, SecondDump + Reason, 4); Set(disk, SecondDump + Counter, 0); }
        ),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_kernels_view_is_the_kernels(string name)
    {
        (bool packed, Action<byte[]> damage) = s_cases[name];
        byte[] disk = [.. packed ? BlkCrashed.Disk : BlkCrashed.PlainDisk];
        damage(disk);
        using var board = new Board();
        board.WriteBlk(disk);

        SortedDictionary<string, byte[]> shown = Readback.Mounted(board, BlkCrashed.Store.Boot);
        RecordFiles.AssertSame(shown, Readback.ImageAsKernel(disk, "full", BlkCrashed.Release, BlkCrashed.Store.Options));
    }

    private static int Get(byte[] disk, int offset) => BitConverter.ToInt32(disk, offset);

    private static void Set(byte[] disk, int offset, int value) => BitConverter.TryWriteBytes(disk.AsSpan(offset), value);
}
