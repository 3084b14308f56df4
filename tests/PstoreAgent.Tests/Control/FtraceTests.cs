using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Control;

public sealed class FtraceTests
{
    private const string Switch = "/sys/kernel/debug/pstore/record_ftrace";

    [Fact]
    public void It_is_turned_on_and_off_and_off_again_after_a_time()
    {
        using LiveMachine machine = Board();
        Assert.Contains("State    off", machine.Run("ftrace", "status").Output, StringComparison.Ordinal);
        Assert.Equal(0, machine.Run("ftrace", "on").ExitCode);
        Assert.Equal("1", Read(machine));
        Assert.Contains("State    on", machine.Run("ftrace", "status").Output, StringComparison.Ordinal);
        Assert.Equal(0, machine.Run("ftrace", "off").ExitCode);
        Assert.Equal("0", Read(machine));

        AgentResult timed = machine.Run("ftrace", "on", "--for", "10ms");
        Assert.Equal(0, timed.ExitCode);
        Assert.Contains("is on", timed.Output, StringComparison.Ordinal);
        Assert.EndsWith("the function trace is off\n", timed.Output, StringComparison.Ordinal);
        Assert.Equal("0", Read(machine));
    }

    [Theory]
    [InlineData("the region has no ftrace zone; add ftrace-size = <0x4000>; to the node /proc/device-tree/reserved-memory/ramoops@880000000", "/sys/module/ramoops/parameters/ftrace_size", "0")]
    [InlineData("kernel.ftrace_enabled is 0", "/proc/sys/kernel/ftrace_enabled", "0")]
    [InlineData("kernel lockdown is \"integrity\" (/sys/kernel/security/lockdown) and closes debugfs; pstore.record_ftrace=1 on the next", "/sys/kernel/security/lockdown", "none [integrity] confidentiality")]
    [InlineData("debugfs=off on the kernel command line", "/proc/cmdline", "quiet debugfs=off")]
    [InlineData("the kernel has no CONFIG_PSTORE_FTRACE (from /boot/config-6.1.0)", "/boot/config-6.1.0", "CONFIG_PSTORE=y\nCONFIG_DEBUG_FS=y\n")]
    public void What_keeps_it_off_is_named(string reason, string file, string content)
    {
        using LiveMachine machine = Board();
        machine.Files.With(file, content + "\n");
        Assert.Contains(reason, machine.Run("ftrace", "status").Output, StringComparison.Ordinal);
        AgentResult refused = machine.Run("ftrace", "on");
        Assert.Equal(69, refused.ExitCode);
        Assert.Contains(reason, refused.Errors, StringComparison.Ordinal);
        Assert.Equal("0", Read(machine));
    }

    [Fact]
    public void A_driver_that_is_not_bound_is_named()
    {
        using LiveMachine machine = new LiveMachine().WithTree();
        Assert.Contains("the ramoops driver is not bound", machine.Run("ftrace", "on").Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("QUIT")]
    [InlineData("USR1")]
    [InlineData("ALRM")]
    [InlineData("TSTP")]
    [InlineData("TERM")]
    public void A_signal_that_ends_or_stops_programs_turns_it_off_too(string signal)
    {
        using LiveMachine machine = Board();
        string output = machine.Files.FullName("/output");

        // The shell becomes the program: what it starts in the background ignores SIGQUIT.
        string script = $"(until grep -qs 'is on' '{output}'; do sleep 0.05; done; kill -{signal} $$) & exec '{Agent.Managed}' --root '{machine.Files.Path}' ftrace on --for 1h >'{output}'";
        AgentResult result = Agent.Start("/bin/sh", ["-c", script], null);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal("0", Read(machine));
    }

    [Fact]
    public void Where_nobody_can_be_told_that_it_is_on_it_is_off()
    {
        using LiveMachine machine = Board();
        Assert.Equal(74, Agent.Start("/bin/sh", ["-c", $"'{Agent.Managed}' --root '{machine.Files.Path}' ftrace on >/dev/full"], null).ExitCode);
        Assert.Equal("0", Read(machine));
    }

    [Fact]
    public void What_parity_costs_is_said()
    {
        using LiveMachine machine = Board();
        const string words = "with ECC each call computes parity too";
        Assert.DoesNotContain(words, machine.Run("ftrace", "status").Output, StringComparison.Ordinal);
        machine.Files.WithParameters(("ecc", "16"));
        Assert.Contains(words, machine.Run("ftrace", "status").Output, StringComparison.Ordinal);
        Assert.Contains(words, machine.Run("ftrace", "on").Output, StringComparison.Ordinal);
    }

    private static LiveMachine Board()
    {
        LiveMachine machine = FakeDevices.Board();
        machine.Files.WithParameters(("mem_address", "36507222016"), ("mem_size", "1048576"), ("ftrace_size", "16384"))
            .With("/proc/sys/kernel/osrelease", "6.1.0\n").With("/sys/module/pstore/parameters/record_ftrace", "N\n").With(Switch, "0\n");
        return machine;
    }

    // The fake switch is a plain file: of "0\n" the first byte is written over.
    private static string Read(LiveMachine machine) => File.ReadAllText(machine.Files.FullName(Switch)).TrimEnd();
}
