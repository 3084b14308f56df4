using PstoreAgent.Discovery.Facts;
using Xunit;

namespace PstoreAgent.Tests.Discovery;

/// <summary>What watchdogs and boot loaders say of the last reset.</summary>
public sealed class ResetEvidenceTests
{
    [Theory]
    [InlineData("chosen/reset-source", "WDG\0", "WDG")]
    [InlineData("u-boot/reset-cause", "POR\0", "POR")]
    [InlineData("chosen/reset/pmc-reset-reason/reset-source", "SYS_RESET_N\0", "SYS_RESET_N")]
    [InlineData("chosen/reset-source", "\0\0\0\u0001", null)]
    [InlineData("chosen/reset-source", "\0", null)]
    [InlineData("chosen/reset-source", "\u001b[2J\0", null)]
    [InlineData("chosen/something-else", "WDG\0", null)]
    public void A_word_of_the_boot_loader_is_read(string property, string value, string? cause)
    {
        using var machine = new FakeMachine();
        machine.With("/proc/device-tree/" + property, value);
        ResetEvidence evidence = ResetEvidence.Read(machine.Machine);
        Assert.Equal(cause, evidence.Cause);
        Assert.Equal(cause == null ? null : "/proc/device-tree/" + property, evidence.CauseOrigin);
    }

    [Theory]
    [InlineData("console=ttyS0 androidboot.bootreason=watchdog quiet", "watchdog")]
    [InlineData("bootreason=cold", "cold")]
    [InlineData("reset-cause=brownout", "brownout")]
    [InlineData("quiet bootreason=", null)]
    [InlineData("xbootreason=cold", null)]
    public void So_is_one_on_the_kernel_command_line(string line, string? cause)
    {
        using var machine = new FakeMachine();
        machine.With("/proc/cmdline", line + "\n");
        Assert.Equal(cause, ResetEvidence.Read(machine.Machine).Cause);
    }

    [Fact]
    public void The_device_tree_goes_before_the_command_line()
    {
        using var machine = new FakeMachine();
        machine.With("/proc/cmdline", "bootreason=cold\n").With("/proc/device-tree/chosen/reset-source", "WDG\0");
        Assert.Equal("WDG", ResetEvidence.Read(machine.Machine).Cause);
    }

    [Fact]
    public void The_bits_of_all_watchdogs_count_and_the_one_that_has_some_is_named()
    {
        using var machine = new FakeMachine();
        Assert.Null(ResetEvidence.Read(machine.Machine).WatchdogBootStatus);
        machine.With("/sys/class/watchdog/watchdog0/bootstatus", "0\n").With("/sys/class/watchdog/watchdog1/bootstatus", "32\n")
            .With("/sys/class/watchdog/watchdog2/bootstatus", "no number\n").WithFolder("/sys/class/watchdog/watchdog3");
        ResetEvidence evidence = ResetEvidence.Read(machine.Machine);
        Assert.Equal(0x20u, evidence.WatchdogBootStatus);
        Assert.Equal("/sys/class/watchdog/watchdog1/bootstatus", evidence.WatchdogOrigin);
    }
}
