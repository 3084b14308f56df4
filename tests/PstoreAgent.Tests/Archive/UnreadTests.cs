using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Archive;

/// <summary>A region that is known and can't be read is no machine without crashes.</summary>
public sealed class UnreadTests
{
    private const string Dump = "dmesg-ramoops-0";

    [Fact]
    public void An_empty_file_system_does_not_hide_that_memory_was_not_read()
    {
        using LiveMachine machine = new LiveMachine().WithTree();
        machine.Files.WithFolder("/sys/fs/pstore");
        AgentResult collected = CollectTests.Collect(machine), cleared = machine.Run("clear", "--all", "--yes");
        InputTests.AssertFails(collected, 69, "/dev/mem");
        InputTests.AssertFails(cleared, 69, "/dev/mem");
    }

    [Fact]
    public void Files_of_another_backend_are_archived_before_that_is_said()
    {
        using LiveMachine machine = new LiveMachine().WithTree();
        machine.Files.WithFolder("/sys/fs/pstore").With("/sys/fs/pstore/dmesg-efi_pstore-171234567801001", "Panic#1 Part1\n<0>[    7.000000] Kernel panic - not syncing: test\n");
        AgentResult result = CollectTests.Collect(machine);
        Assert.Equal(69, result.ExitCode);
        Assert.Contains("/dev/mem", result.Errors, StringComparison.Ordinal);
        Assert.StartsWith("panic: 1 record in ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_driver_bound_it_is_a_warning()
    {
        using LiveMachine machine = new LiveMachine().WithTree().WithDriver((Dump, File.ReadAllBytes(LiveMachine.Shown("01-one-panic", Dump))));
        AgentResult result = CollectTests.Collect(machine);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("/dev/mem", result.Errors, StringComparison.Ordinal);
        Assert.StartsWith("panic: 1 record in ", result.Output, StringComparison.Ordinal);
    }
}
