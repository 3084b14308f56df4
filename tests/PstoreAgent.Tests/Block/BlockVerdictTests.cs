using System.Text.Json.Nodes;
using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Block;

/// <summary>Why the boot before ended, on boards with a block store.</summary>
public sealed class BlockVerdictTests : IDisposable
{
    private const string Boot = "11111111-2222-3333-4444-555555555555", Next = "22222222-2222-3333-4444-555555555555";

    private static readonly byte[] s_quiet = "[    1.000000] Linux version 6.1.192\n[   60.000000] reboot: Restarting system\n"u8.ToArray();

    private readonly TemporaryDirectory _home = new();

    private string Archive => _home.Path + "/archive";

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(0x00, false)]
    [InlineData(0xFF, false)]
    [InlineData(0x00, true)]
    [InlineData(0xFF, true)]
    public void A_blank_device_is_no_power_loss_and_no_entry(byte fill, bool bound)
    {
        using var machine = new BlockMachine(BlockMachine.TwoOopses());
        byte[] blank = new byte[machine.Disk().Length];
        blank.AsSpan().Fill(fill);
        machine.Files.With("/dev/vda", blank).With("/proc/sys/kernel/random/boot_id", Boot + "\n");
        if (bound) machine.Files.With("/sys/module/pstore/parameters/backend", "pstore_blk\n").WithFolder("/sys/fs/pstore");
        AssertVerdict(machine.Run("recover", "--json"), "unknown", "nothing was recorded");
        Assert.Equal((0, ""), Collect(machine.Run));
    }

    [Fact]
    public void A_store_that_was_cleared_lost_nothing()
    {
        using var machine = new BlockMachine(BlockMachine.TwoOopses());
        Assert.Equal(0, machine.Run("clear", "--all", "--yes").ExitCode);
        machine.Files.With("/proc/sys/kernel/random/boot_id", Boot + "\n");
        AssertVerdict(machine.Run("recover", "--json"), "unknown", "nothing in the store tells of the boot before");

        machine.Files.With("/sys/module/pstore/parameters/backend", "pstore_blk\n").WithFolder("/sys/fs/pstore");
        AssertVerdict(machine.Run("recover", "--json"), "unknown", "nothing in the store tells of the boot before");
        Assert.DoesNotContain("power-loss", Collect(machine.Run).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_another_backend_keeps_is_listed_and_archived_and_decides_nothing()
    {
        using LiveMachine board = Board(new byte[1 << 20]);
        board.WithDriver(("console-ramoops-0", s_quiet)).Files.With("/proc/sys/kernel/random/boot_id", Boot + "\n");
        JsonNode report = AssertVerdict(board.Run("recover", "--json"), "intended", "console-ramoops-0 ends with 'reboot: Restarting system'");
        Assert.Null(report["crash"]);
        Assert.Contains("dmesg-pstore_blk-1", report["records"]!.AsArray().Select(record => (string?)record!["name"]));
        Assert.Equal(0, board.Run("recover", "--exit-code").ExitCode);

        // The crash is news once.
        (int exitCode, string output) = Collect(board.Run);
        Assert.Equal((10, true), (exitCode, output.StartsWith("intended: ", StringComparison.Ordinal)));
        string entry = Assert.Single(Directory.GetDirectories(Archive));
        Assert.True(File.Exists(entry + "/dmesg-pstore_blk-1"));
        Assert.Equal((0, ""), Collect(board.Run));
        board.Files.With("/proc/sys/kernel/random/boot_id", Next + "\n");
        Assert.Equal((0, ""), Collect(board.Run));
    }

    [Fact]
    public void The_store_of_the_bound_driver_decides()
    {
        using LiveMachine board = Board(LiveMachine.Region("01-one-panic"));
        Assert.Equal("dmesg-ramoops-0", (string?)AssertVerdict(board.Run("recover", "--json"), "panic", "dmesg-ramoops-0 is a dump of a panic")["crash"]!["record"]);

        board.Files.With("/sys/module/pstore/parameters/backend", "pstore_blk\n").With("/sys/fs/pstore/console-pstore_blk-0", s_quiet);
        JsonNode report = JsonNode.Parse(board.Run("recover", "--json").Output)!;
        Assert.Contains("pstore_blk", (string?)report["crash"]!["record"], StringComparison.Ordinal);
        Assert.DoesNotContain("ramoops", report["verdict"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("dmesg-ramoops-0", report["records"]!.AsArray().Select(record => (string?)record!["name"]));
    }

    /// <summary>A board with a ramoops region, and a device with the records of another time.</summary>
    private static LiveMachine Board(byte[] region)
    {
        LiveMachine board = LiveMachine.Board(region);
        board.Files.With("/dev/vda", BlockMachine.TwoOopses().Bytes).With("/proc/cmdline", $"pstore_blk.blkdev=/dev/vda {BlockMachine.Sizes}\n").With("/sys/devices/system/cpu/possible", "0-1\n");
        return board;
    }

    private (int ExitCode, string Output) Collect(Func<string[], AgentResult> run)
    {
        AgentResult result = run(["collect", Archive, "--exit-code"]);
        Assert.Equal("", result.Errors);
        return (result.ExitCode, result.Output);
    }

    private static JsonNode AssertVerdict(AgentResult result, string kind, string evidence)
    {
        JsonNode report = JsonNode.Parse(result.Output)!;
        Assert.Equal((kind, evidence), ((string?)report["verdict"]!["kind"], (string?)report["verdict"]!["evidence"]![0]));
        return report;
    }
}
