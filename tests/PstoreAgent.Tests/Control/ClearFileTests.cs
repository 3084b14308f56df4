using System.Text;
using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Control;
using PstoreAgent.Sources;
using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Control;

/// <summary>Clearing while a driver is bound: by unlinking, and only what its slot still holds.</summary>
public sealed class ClearFileTests
{
    private const string Capture = "01-one-panic", Folder = "/sys/fs/pstore/";
    private const string Log = "[    0.000000] Linux version 6.1.192 (root@host)\n[    1.000000] all is well\n";
    private const string Oops = Log + "[    7.000000] Unable to handle kernel NULL pointer dereference at virtual address 0\n[    7.000001] Internal error: Oops: 96000004 [#1] SMP\n";

    private static readonly string[] s_names = ["console-ramoops-0", "dmesg-ramoops-0", "pmsg-ramoops-0"];

    [Fact]
    public void The_file_of_a_dump_is_unlinked_and_all_else_is_left_with_its_reason()
    {
        using LiveMachine machine = Bound(LiveMachine.Region(Capture));
        AgentResult result = machine.Run("clear", "--all", "--yes");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        string[] lines = Lines(result);
        Assert.Equal("cleared dmesg-ramoops-0", lines[^1]);
        Assert.All(lines[..^1], line => Assert.StartsWith("left ", line, StringComparison.Ordinal));
        Assert.Equal(["console-ramoops-0", "pmsg-ramoops-0"], Files(machine));
        InputTests.AssertFails(machine.Run("clear", "dmesg-ramoops-7", "--yes"), 66, "no record");
    }

    [Theory]
    [InlineData("console", "unlinking it would clear what this boot has written")]
    [InlineData("pmsg", "unlinking it would clear what this boot has written")]
    [InlineData("ftrace", "clears the zone of the first CPU only")]
    public void Live_zones_are_never_unlinked(string name, string reason)
    {
        using LiveMachine machine = Bound(LiveMachine.Region(Capture));
        machine.Files.With(Folder + "ftrace-ramoops-0", "CPU:0 ts:1 ffff800008010000  ffff800008012000  a <- b\n");
        // Of a region whose zones were begun anew the files alone tell.
        AgentResult result = machine.Run("clear", name, "--yes", "--source", "pstore");
        Assert.Equal(69, result.ExitCode);
        Assert.Contains(reason, result.Errors, StringComparison.Ordinal);
        Assert.Equal(4, Files(machine).Length);
    }

    [Fact]
    public void Where_nothing_can_be_cleared_yes_is_not_advised_and_a_reason_comes_once()
    {
        using LiveMachine machine = Bound(null);
        machine.Files.With("/dmesg", Log);
        File.Delete(machine.Files.FullName(Folder + "dmesg-ramoops-0"));
        AgentResult result = machine.Run("clear", "--all");
        Assert.Equal(69, result.ExitCode);
        Assert.DoesNotContain("add --yes", result.Errors, StringComparison.Ordinal);
        Assert.StartsWith("left console-ramoops-0, pmsg-ramoops-0: ", Assert.Single(Lines(result)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_slot_with_a_newer_dump_keeps_its_file()
    {
        byte[] region = LiveMachine.Region(Capture);
        using LiveMachine machine = Bound(region);
        machine.Files.With(Folder + "dmesg-ramoops-0", "Oops#1 Part1\n<4>[  700.000000] an older dump\n");
        AgentResult result = machine.Run("clear", "dmesg-0", "--yes");
        Assert.Equal(69, result.ExitCode);
        Assert.Contains("written anew since the kernel read it", result.Errors, StringComparison.Ordinal);
        Assert.Equal(s_names, Files(machine));

        // Nothing is lost with an empty slot.
        machine.Write(LiveMachine.Address + 4, new byte[8]);
        Assert.Equal(0, machine.Run("clear", "dmesg-0", "--yes").ExitCode);
    }

    [Theory]
    [InlineData(Log, null, 0, "")]
    [InlineData(Oops, null, 69, "an oops of this boot may have been written to its slot")]
    [InlineData("[  900.000000] the first line that is left\n", null, 69, "neither memory nor the whole kernel log can be read")]
    [InlineData("", "0", 0, "")]
    [InlineData(Log, "2", 69, "an oops of this boot may have been written to its slot")]
    public void Where_memory_can_not_be_read_an_oops_of_this_boot_decides(string log, string? counter, int exitCode, string reason)
    {
        using LiveMachine machine = Bound(null);
        machine.Files.With("/dmesg", log);
        if (counter != null) machine.Files.With("/sys/kernel/oops_count", counter + "\n");
        AgentResult result = machine.Run("clear", "dmesg-0", "--yes");
        Assert.True(exitCode == result.ExitCode, result.Errors);
        Assert.Contains(reason, result.Errors, StringComparison.Ordinal);
        Assert.Equal(exitCode == 0 ? ["console-ramoops-0", "pmsg-ramoops-0"] : s_names, Files(machine));
    }

    [Fact]
    public void Bytes_that_the_driver_holds_are_not_wiped()
    {
        using LiveMachine machine = Bound(LiveMachine.Region(Capture));
        AgentResult result = machine.Run("clear", "dmesg-0", "--yes", "--wipe");
        Assert.Equal(69, result.ExitCode);
        Assert.Contains("without --wipe its file is unlinked", result.Errors, StringComparison.Ordinal);
        Assert.Equal(s_names, Files(machine));
    }

    [Fact]
    public void Records_of_other_backends_go_only_by_name()
    {
        using LiveMachine machine = Efi(out string[] names);
        Assert.Equal(["nothing to clear"], Lines(machine.Run("clear", "--all", "--yes")));
        Assert.Equal(names, Files(machine));
        Assert.Equal([$"cleared {names[1]}"], Lines(machine.Run("clear", names[1], "--yes")));
        Assert.Equal([names[0]], Files(machine));
    }

    [Fact]
    public void A_file_that_has_changed_since_it_was_read_stays()
    {
        using LiveMachine machine = Efi(out string[] names);
        var options = new CommonOptions { Root = machine.Files.Path, Source = SourceKind.Pstore };
        RecordSet set = RecordInput.Read(options);
        machine.Files.With(Folder + names[0], "Oops#3 Part1\n<4>[  900.000000] a newer dump\n");
        IReadOnlyList<ClearOutcome> outcomes = RecordClearing.Clear(options, set, [.. set.Region.Records], wipe: false);
        Assert.Equal([(names[0], false, 74), (names[1], true, 0)], outcomes.Select(outcome => (outcome.Record.Name, outcome.Cleared, outcome.Code)));
        Assert.Equal([names[0]], Files(machine));
    }

    [Fact]
    public void Only_records_that_may_go_are_unlinked()
    {
        using LiveMachine machine = Efi(out string[] names);
        var options = new CommonOptions { Root = machine.Files.Path, Source = SourceKind.Pstore };
        RecordSet set = RecordInput.Read(options);
        RecoveredRecord first = set.Region.Records[0];
        Assert.True(Assert.Single(RecordClearing.Check(options, set, [first], wipe: false)).Cleared);
        Assert.Equal(names, Files(machine));
        Assert.Empty(RecordClearing.Clear(options, set, [], wipe: false));
        Assert.True(Assert.Single(RecordClearing.Clear(options, set, [first], wipe: false)).Cleared);
        Assert.Equal([names[1]], Files(machine));
    }

    private static LiveMachine Efi(out string[] names)
    {
        names = ["dmesg-efi_pstore-171234567801001", "dmesg-efi_pstore-171234567802001"];
        var machine = new LiveMachine();
        machine.Files.With("/sys/module/pstore/parameters/backend", "efi_pstore\n");
        foreach (string name in names) machine.Files.With(Folder + name, $"Oops#1 Part1\n<4>[  700.000000] {name}\n");
        return machine;
    }

    /// <summary>A machine whose driver is bound, with the memory of a capture or none that can be read.</summary>
    private static LiveMachine Bound(byte[]? region)
    {
        LiveMachine machine = region == null ? new LiveMachine().WithTree() : LiveMachine.Board(region);
        return machine.WithDriver([.. s_names.Select(name => (name, File.ReadAllBytes(LiveMachine.Shown(Capture, name))))]);
    }

    private static string[] Lines(AgentResult result) => Encoding.UTF8.GetString(result.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Files(LiveMachine machine) =>
        [.. Directory.GetFiles(machine.Files.FullName("/sys/fs/pstore")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
