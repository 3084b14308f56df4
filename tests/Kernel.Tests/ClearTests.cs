using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>A kernel without the driver clears the region of another: what the next kernel with the driver makes of it.</summary>
public sealed class ClearTests
{
    private const string Trace = "(cd /sys/kernel/debug/pstore; echo 1 >record_ftrace; echo x >/dev/null; echo 0 >record_ftrace)";
    private const int Start = 4, HeaderEnd = 12;

    // A header with nothing in it, and 16 bytes of parity.
    private static readonly byte[] s_emptyParity = Convert.FromHexString("aa25d52132e2353a385519c02bcbad5f");

    // place, kernel, tree; where each zone that is written begins and ends
    public static TheoryData<string, string, string[], int[]> Boards => new()
    {
        { "NoMap", "full", ["ecc=16"], [0, 0x83ba, 0xf6fcc, 0xfefcc, 0xfefcc, 0xfffcc] },
        { "NoMap", "full", ["ftrace=0x4000", "flags=1"], [0, 0x8198, 0xf2fd0, 0xfafd0, 0xfafd0, 0xfcfd0, 0xfcfd0, 0xfefd0, 0xfefd0, 0xfffd0] },
        { "Outside", "full", [], [0, 0x83ba, 0xf6fcc, 0xfefcc, 0xfefcc, 0xfffcc] },
        { "Inside", "nostrict", [], [0, 0x83ba, 0xf6fcc, 0xfefcc, 0xfefcc, 0xfffcc] },
    };

    [Theory]
    [MemberData(nameof(Boards))]
    public void The_next_kernel_finds_empty_zones_and_fills_them(string place, string kernel, string[] tree, int[] zones)
    {
        var boot = new Boot { Place = Enum.Parse<Place>(place), Kernel = kernel, Tree = tree };
        using var board = new Board();
        string trace = tree.Contains("flags=1") ? Trace : "true";
        board.Start(boot with { Script = $"echo last words >/dev/pmsg0; {trace}; crash" });
        byte[] before = board.ReadRegion();

        BootResult cleared = board.Start(boot with
        {
            CommandLine = Boot.NoDriver,
            Script = "pstore-agent clear --all --yes; echo exit $?; pstore-agent recover --json >/out/recovery",
        });

        byte[] expected = [.. before];
        for (int i = 0; i < zones.Length; i += 2)
        {
            Assert.NotEqual(0, before.AsSpan(zones[i] + Start, HeaderEnd - Start).IndexOfAnyExcept((byte)0) + 1);
            expected.AsSpan(zones[i] + Start, HeaderEnd - Start).Clear();
            if (tree.Contains("ecc=16")) s_emptyParity.CopyTo(expected, zones[i + 1] - s_emptyParity.Length);
        }

        Assert.Equal("exit 0", cleared.Lines[^1]);
        Assert.All(cleared.Lines[..^1], line => Assert.StartsWith("cleared ", line, StringComparison.Ordinal));
        Assert.Equal(expected, board.ReadRegion());
        Assert.All(Recovery.Parse(cleared.Text("recovery")).Records, record => Assert.Contains(".cleared", record, StringComparison.Ordinal));

        BootResult next = board.Start(boot with
        {
            Script = """
                mount -t pstore pstore /sys/fs/pstore
                ls -A /sys/fs/pstore
                dmesg >/out/dmesg
                echo other words >/dev/pmsg0
                crash
                """,
        });
        string log = next.Text("dmesg");
        Assert.Contains("ramoops: using 0x100000@0x880000000", log, StringComparison.Ordinal);
        Assert.DoesNotContain("uncorrectable", log, StringComparison.Ordinal);
        Assert.DoesNotContain("persistent_ram", log, StringComparison.Ordinal);
        SortedDictionary<string, byte[]> last = Readback.Mounted(board, boot);
        Assert.Equal([Crashed.Console, Crashed.Dmesg, Crashed.Pmsg], last.Keys);
        Assert.Contains("sysrq triggered crash", System.Text.Encoding.UTF8.GetString(last[Crashed.Dmesg]), StringComparison.Ordinal);
        Assert.StartsWith("other words\n", System.Text.Encoding.UTF8.GetString(last[Crashed.Pmsg]), StringComparison.Ordinal);
    }

    [Fact]
    public void One_record_is_cleared_by_name_and_wiped_when_it_is_wanted()
    {
        using Board board = Crashed.NewBoard();
        BootResult boot = board.Start(new Boot
        {
            Kernel = "nopstore",
            Script = """
                pstore-agent clear console; echo exit $?
                pstore-agent clear pmsg --yes; echo exit $?
                pstore-agent clear console --wipe --yes; echo exit $?
                """,
        });

        byte[] expected = [.. Crashed.Region];
        expected.AsSpan(Crashed.ConsoleOffset + Start, 0x8000 - Start).Clear();
        expected.AsSpan(Crashed.ConsoleOffset + 0x8000 + Start, HeaderEnd - Start).Clear();
        Assert.Equal(expected, board.ReadRegion());
        Assert.Equal(["exit 64", "exit 0", "exit 0"], boot.Lines.Where(line => line.StartsWith("exit", StringComparison.Ordinal)));
        Assert.Contains($"wiped {Crashed.Console}", boot.Lines);
    }

    [Fact]
    public void Memory_that_can_only_be_read_stays_and_the_way_out_is_named()
    {
        using Board board = Crashed.NewBoard();
        BootResult boot = board.Start(new Boot
        {
            Place = Place.Inside,
            CommandLine = Boot.NoDriver,
            Script = "pstore-agent clear --all --yes 2>/out/problem; echo exit $?",
        });

        Assert.Equal("exit 77", boot.Lines[^1]);
        foreach (string part in (string[])["was not cleared: mmap of", "for writing refused (EPERM)", "CONFIG_STRICT_DEVMEM", "add no-map to the node", "where the ramoops driver is bound"])
            Assert.Contains(part, boot.Text("problem"), StringComparison.Ordinal);
        Assert.DoesNotContain("kcore", boot.Text("problem"), StringComparison.Ordinal);
        Assert.Equal(Crashed.Region, board.ReadRegion());
    }
}
