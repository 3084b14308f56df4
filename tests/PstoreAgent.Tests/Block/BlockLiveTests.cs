using System.Text.Json.Nodes;
using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Block;

/// <summary>Block stores of the machine itself.</summary>
public sealed class BlockLiveTests : IDisposable
{
    private const string Capture = "01-one-panic";

    private readonly BlockMachine _machine = new(BlockMachine.TwoOopses());
    private readonly TemporaryDirectory _home = new();

    public void Dispose()
    {
        _machine.Dispose();
        _home.Dispose();
    }

    [Fact]
    public void The_device_and_its_sizes_are_found()
    {
        JsonNode report = Report("recover");
        Assert.Equal(("block", "/dev/vda", "pstore_blk"), ((string?)report["source"]!["kind"], (string?)report["source"]!["name"], (string?)report["source"]!["backend"]));
        Assert.Equal(16 << 10, (int)report["parameters"]!["kmsg_size"]!["value"]!);
        Assert.Equal("dmesg-pstore_blk-0 block previous", Records(report)[0]);
        Assert.Equal(5, Records(report).Count);
    }

    [Fact]
    public void Headers_that_contradict_the_machine_win()
    {
        using var machine = new BlockMachine(BlockMachine.TwoOopses(), "pstore_blk.kmsg_size=64 pstore_blk.pmsg_size=64 pstore_blk.console_size=64 pstore_blk.ftrace_size=64");
        JsonNode report = JsonNode.Parse(machine.Run("recover", "--json").Output)!;
        Assert.Equal(5, Records(report).Count);
        Assert.Contains("PST0038", report["diagnostics"]!.AsArray().Select(diagnostic => (string?)diagnostic!["id"]));
    }

    [Fact]
    public void So_they_do_where_only_some_sizes_are_named()
    {
        using var machine = new BlockMachine(BlockMachine.TwoOopses(), "pstore_blk.pmsg_size=16");
        Assert.Equal(5, Records(JsonNode.Parse(machine.Run("recover", "--json").Output)!).Count);
    }

    [Fact]
    public void A_named_device_that_is_not_there_is_an_error_whatever_else_is()
    {
        _machine.Files.WithFolder("/sys/fs/pstore").With("/sys/fs/pstore/dmesg-efi_pstore-1", "text\n");
        Assert.Equal(66, _machine.Run("recover", "--blkdev", "/dev/vdz").ExitCode);
    }

    [Fact]
    public void A_device_may_be_named()
    {
        _machine.Files.With("/proc/cmdline", "quiet\n");
        AgentResult without = _machine.Run("recover");
        Assert.Equal(69, without.ExitCode);
        Assert.Equal(5, Records(Report("recover", "--blkdev", "/dev/vda")).Count);
        AgentResult missing = _machine.Run("recover", "--blkdev", "/dev/vdz");
        Assert.Equal(66, missing.ExitCode);
        Assert.Equal("pstore-agent: /dev/vdz: there is no such device\n", missing.Errors);
    }

    [Fact]
    public void Both_backends_are_read_and_told_apart()
    {
        using LiveMachine board = LiveMachine.Board(LiveMachine.Region(Capture));
        board.Files.With("/dev/vda", _machine.Disk()).With("/proc/cmdline", $"pstore_blk.blkdev=/dev/vda {BlockMachine.Sizes}\n").With("/sys/devices/system/cpu/possible", "0-1\n");
        JsonNode report = JsonNode.Parse(board.Run("recover", "--json").Output)!;
        List<string> records = Records(report);
        Assert.Contains("dmesg-ramoops-0 mem previous", records);
        Assert.Contains("dmesg-pstore_blk-1 block unknown", records);
        Assert.Equal("ramoops", (string?)report["source"]!["backend"]);
        Assert.Equal("pstore_blk", (string?)report["other_stores"]![0]!["backend"]);

        JsonNode ram = JsonNode.Parse(board.Run("recover", "--json", "--backend", "ramoops").Output)!;
        Assert.DoesNotContain(Records(ram), record => record.Contains("pstore_blk", StringComparison.Ordinal));
        JsonNode block = JsonNode.Parse(board.Run("recover", "--json", "--backend", "blk").Output)!;
        Assert.Equal("dmesg-pstore_blk-0 block previous", Records(block)[0]);

        AgentResult dump = board.Run("dump", _home.Path + "/dump/");
        Assert.Equal((0, ""), (dump.ExitCode, dump.Errors));
        Assert.Equal(["pstore_blk.bin", "pstore_blk.bin.json", "region.bin", "region.bin.json"], Directory.GetFiles(_home.Path + "/dump").Select(Path.GetFileName).Order());
        Assert.Contains("Region   pstore_blk, 128 KiB", board.Run("layout").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_the_driver_count_with_the_device()
    {
        _machine.Files.With("/sys/module/pstore/parameters/backend", "pstore_blk\n").With("/sys/fs/pstore/pmsg-pstore_blk-0", "of the boot before\n");
        JsonNode report = Report("recover");
        List<string> records = Records(report);
        Assert.Contains("pmsg-pstore_blk-0 pstore previous", records);
        Assert.Contains("pmsg-pstore_blk-0.current block current", records);
        Assert.Contains("console-pstore_blk-0.current block current", records);
    }

    [Fact]
    public void What_is_collected_is_cleared_on_the_device_and_nothing_else_is_changed()
    {
        byte[] before = _machine.Disk();
        string archive = _home.Path + "/archive";
        AgentResult collected = Collect(archive, "--clear");
        Assert.Equal((0, true), (collected.ExitCode, collected.Output.Contains("cleared 5 records", StringComparison.Ordinal)));
        Assert.Equal(WithoutLengths(before), _machine.Disk());
        string entry = Assert.Single(Directory.GetDirectories(archive));
        Assert.True(File.Exists(entry + "/pstore_blk.bin.gz"));
        Assert.Equal("", Collect(archive, "--clear").Output);
        Assert.Equal(0, Agent.Run("archive", "verify", "--dir", archive).ExitCode);

        AgentResult again = Agent.Run("recover", "--json", "--image", entry + "/pstore_blk.bin.gz");
        Assert.Equal(5, Records(JsonNode.Parse(again.Output)!).Count);
    }

    [Fact]
    public void One_record_is_cleared_or_wiped_alone()
    {
        byte[] before = _machine.Disk();
        int at = _machine.Store.DumpOffsets[0];
        Assert.Equal("cleared dmesg-pstore_blk-0\n", _machine.Run("clear", "dmesg-0", "--yes").Output);
        byte[] cleared = [.. before];
        cleared.AsSpan(at + 4, 8).Clear();
        Assert.Equal(cleared, _machine.Disk());

        Assert.Equal("wiped dmesg-pstore_blk-0.cleared\n", _machine.Run("clear", "dmesg-0.cleared", "--wipe", "--yes").Output);
        cleared.AsSpan(at + 12, (16 << 10) - 12).Clear();
        Assert.Equal(cleared, _machine.Disk());
    }

    [Fact]
    public void A_device_that_the_driver_holds_is_never_written()
    {
        _machine.Files.With("/sys/module/pstore/parameters/backend", "pstore_blk\n").WithFolder("/sys/fs/pstore");
        byte[] before = _machine.Disk();
        AgentResult result = _machine.Run("clear", "dmesg-0", "--yes");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal(before, _machine.Disk());
    }

    [Fact]
    public void A_mounted_device_is_never_written()
    {
        _machine.Files.With("/proc/self/mountinfo", "22 1 253:0 / /home rw - ext4 /dev/vda rw\n").With("/sys/class/block/vda/dev", "253:0\n");
        byte[] before = _machine.Disk();
        AgentResult result = _machine.Run("clear", "dmesg-0", "--yes");
        Assert.Equal(69, result.ExitCode);
        Assert.Contains("/dev/vda is mounted at /home", result.Errors, StringComparison.Ordinal);
        Assert.Equal(before, _machine.Disk());
    }

    private AgentResult Collect(string archive, params string[] options) => _machine.Run(["collect", archive, .. options]);

    private byte[] WithoutLengths(byte[] disk)
    {
        byte[] expected = [.. disk];
        foreach (int offset in _machine.Store.Rings.Select(ring => ring.Offset).Concat(_machine.Store.DumpOffsets.Take(2))) expected.AsSpan(offset + 4, 8).Clear();
        return expected;
    }

    private JsonNode Report(params string[] args)
    {
        AgentResult result = _machine.Run([.. args, "--json"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        return JsonNode.Parse(result.Output)!;
    }

    private static List<string> Records(JsonNode report) =>
        [.. report["records"]!.AsArray().Select(record => $"{record!["name"]} {string.Join('+', record["sources"]!.AsArray().Select(source => (string)source!))} {record["boot"]}")];
}
