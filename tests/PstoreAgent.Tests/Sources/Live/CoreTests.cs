using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Xunit;

namespace PstoreAgent.Tests.Sources.Live;

/// <summary>A region through /proc/kcore.</summary>
public sealed class CoreTests
{
    private static readonly byte[] s_region = LiveMachine.Region("01-one-panic");
    private static readonly byte[] s_around = [.. new byte[4096], .. s_region, .. new byte[4096]];

    [Fact]
    public void Where_dev_mem_is_missing_kcore_serves()
    {
        using LiveMachine machine = Machine(CoreFile.Of((0x40000000, new byte[4096]), (LiveMachine.Address - 4096, s_around)));
        JsonNode report = machine.Run("--json").Json();
        Assert.Equal(["mem", "kcore"], report["sources"]!.AsArray().Select(source => (string)source!["kind"]!));
        Assert.Contains("ENOENT", (string?)report["sources"]![0]!["problem"], StringComparison.Ordinal);
        Assert.Equal("kcore", (string?)report["source"]!["kind"]);
        Assert.All(report["records"]!.AsArray(), record => Assert.Equal(["kcore"], record!.Sources()));
        Assert.Equal(3, report.Names().Length);
        Assert.Equal(["kcore"], machine.Run("--json", "--source", "kcore").Json()["sources"]!.AsArray().Select(source => (string)source!["kind"]!));
    }

    [Fact]
    public void A_region_may_lie_across_segments_in_any_order()
    {
        const int first = 0x12345, second = 0x80001;
        byte[] core = CoreFile.Of(
            (LiveMachine.Address + second, s_region[second..]),
            (ulong.MaxValue, new byte[64]),
            (LiveMachine.Address, s_region[..first]),
            (LiveMachine.Address + first, s_region[first..second]));
        using LiveMachine machine = Machine(core);
        string file = machine.Files.FullName("/dump");
        Assert.Equal(0, machine.Run("dump", file, "--source", "kcore").ExitCode);
        Assert.Equal(s_region, File.ReadAllBytes(file));
    }

    [Fact]
    public void The_first_byte_that_no_segment_has_is_named()
    {
        byte[] whole = CoreFile.Of((LiveMachine.Address, s_region[..^1]));
        byte[] hole = CoreFile.Of((LiveMachine.Address, s_region[..0x1000]), (LiveMachine.Address + 0x1001, s_region));
        byte[] none = CoreFile.Of((0x40000000, new byte[4096]));
        foreach ((byte[] core, string gap) in ((byte[], string)[])[(whole, "0x8800fffff"), (hole, "0x880001000"), (none, "0x880000000")])
        {
            using LiveMachine machine = Machine(core);
            InputTests.AssertFails(machine.Run("--source", "kcore"), 69, $"{gap} (1 MiB) is not in /proc/kcore");
            InputTests.AssertFails(machine.Run(), 69, "open of /dev/mem failed (ENOENT)");
        }
    }

    [Fact]
    public void Files_that_are_no_core_have_no_region()
    {
        byte[] good = CoreFile.Of((LiveMachine.Address, s_region));
        foreach (byte[] bad in (byte[][])[
            [], good[..63], With(good, 0, 0), With(good, 4, 1), With(good, 5, 2), With(good, 39, 0x80), With(good, 54, 55), With(good, 56, 0), good[..(CoreFile.HeaderSize + CoreFile.EntrySize + 10)]])
        {
            using LiveMachine machine = Machine(bad);
            InputTests.AssertFails(machine.Run("--source", "kcore"), 69, "0x880000000 (1 MiB) is not in /proc/kcore");
        }
    }

    [Fact]
    public void Segments_that_lie_outside_the_file_are_an_error()
    {
        byte[] good = CoreFile.Of((LiveMachine.Address, s_region));
        int offset = CoreFile.HeaderSize + CoreFile.EntrySize + 8;
        foreach (long at in (long[])[good.Length - 100, long.MaxValue, long.MaxValue - 0x1000, -1, long.MinValue])
        {
            byte[] bad = [.. good];
            BinaryPrimitives.WriteInt64LittleEndian(bad.AsSpan(offset), at);
            using LiveMachine machine = Machine(bad);
            AgentResult result = machine.Run("--source", "kcore");
            Assert.Contains(result.ExitCode, (int[])[69, 74]);
            Assert.Empty(result.Output);
            Assert.Equal(1, result.Errors.Count(character => character == '\n'));
            Assert.Contains("/proc/kcore", result.Errors, StringComparison.Ordinal);
        }
    }

    private static LiveMachine Machine(byte[] core)
    {
        LiveMachine machine = new LiveMachine().WithTree();
        machine.Files.With("/proc/kcore", core);
        return machine;
    }

    private static byte[] With(byte[] file, int at, byte value)
    {
        byte[] changed = [.. file];
        changed[at] = value;
        return changed;
    }
}
