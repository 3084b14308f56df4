using Pstore.Verdicts;
using Xunit;

namespace Pstore.Tests.Verdicts;

/// <summary>How a console ends, in the words of many kernels.</summary>
public sealed class ConsoleVerdictTests
{
    private const string Quiet = "[    1.000000] Booting\n[    5.000000] all is well\n";

    [Theory]
    [InlineData("[   60.1] reboot: Restarting system")]
    [InlineData("[   60.1] reboot: Restarting system with command 'bootloader'")]
    [InlineData("<0>[   60.1][    T1] reboot: Power down")]
    [InlineData("[   60.1] reboot: System halted")]
    [InlineData("[   60.1] Restarting system.")]
    [InlineData("[   60.1] Restarting system with command 'recovery'.")]
    [InlineData("[   60.1] Power down.")]
    [InlineData("[   60.1] System halted.")]
    [InlineData("[   60.1] kexec_core: Starting new kernel")]
    [InlineData("[   60.1] Starting new kernel")]
    public void The_kernels_last_word_is_an_intended_end(string line)
    {
        BootVerdict verdict = VerdictTests.Find(VerdictTests.Console(Quiet + line + "\n[   60.2] psci: bye\n"));
        Assert.Equal(VerdictKind.Intended, verdict.Kind);
        Assert.EndsWith(verdict.Reason!, line, StringComparison.Ordinal);
        Assert.False(verdict.IsCrash);
    }

    [Fact]
    public void A_log_without_times_ends_too() =>
        Assert.Equal(VerdictKind.Intended, VerdictTests.Find(VerdictTests.Console("Booting\nreboot: Power down\n")).Kind);

    [Theory]
    [InlineData("[   60.1] myapp: reboot: Restarting system")]
    [InlineData("[   60.1] myapp[99]: Restarting system")]
    [InlineData("[   60.1] Restarting system services")]
    [InlineData("[   60.1] reboot: Restarting systemd")]
    [InlineData("reboot: Restarting system")]
    [InlineData("[   60.1] Power down the radio")]
    public void Other_text_is_no_last_word(string line) =>
        Assert.Equal(VerdictKind.Unclean, VerdictTests.Find(VerdictTests.Console(Quiet + line + "\n")).Kind);

    [Fact]
    public void A_last_word_that_was_not_the_last_does_not_count()
    {
        string later = string.Concat(Enumerable.Range(61, 40).Select(second => $"[   {second}.0] still here\n"));
        Assert.Equal(VerdictKind.Unclean, VerdictTests.Find(VerdictTests.Console(Quiet + "[   60.1] reboot: Restarting system\n" + later)).Kind);
    }

    [Fact]
    public void A_panic_stays_one_though_the_machine_restarts_after_it()
    {
        BootVerdict verdict = VerdictTests.Find(VerdictTests.Console(
            Quiet + "[   60.1] Kernel panic - not syncing: out of reasons\n[   60.2] Rebooting in 5 seconds..\n[   65.2] reboot: Restarting system\n"));
        Assert.Equal((VerdictKind.Panic, "Kernel panic - not syncing: out of reasons"), (verdict.Kind, verdict.Reason));
        Assert.Contains("no dump", verdict.Evidence[0], StringComparison.Ordinal);
        Assert.True(verdict.IsCrash);
    }

    [Fact]
    public void A_line_that_quotes_a_panic_is_none() =>
        Assert.Equal(VerdictKind.Intended, VerdictTests.Find(VerdictTests.Console(
            Quiet + "[   50.0] myapp: last time: Kernel panic - not syncing: x\n[   60.1] reboot: Restarting system\n")).Kind);

    [Fact]
    public void An_oops_counts_at_the_end_alone()
    {
        const string oops = "[   12.3] Internal error: Oops: 0000000096000045 [#1] SMP\n";
        string later = string.Concat(Enumerable.Range(13, 300).Select(second => $"[  {second}.0] still here\n"));
        Assert.Equal(VerdictKind.Oops, VerdictTests.Find(VerdictTests.Console(Quiet + oops)).Kind);
        Assert.Equal(VerdictKind.Unclean, VerdictTests.Find(VerdictTests.Console(Quiet + oops + later)).Kind);
        Assert.Equal(VerdictKind.Intended, VerdictTests.Find(VerdictTests.Console(Quiet + oops + "[   60.1] reboot: Power down\n")).Kind);
    }

    [Theory]
    [InlineData("[   60.1] watchdog: BUG: soft lockup - CPU#1 stuck for 26s! [sh:99]")]
    [InlineData("[   60.1] watchdog: CPU0: hard LOCKUP")]
    [InlineData("[   60.1] NMI watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [sh:99]")]
    [InlineData("[   60.1] watchdog: watchdog0: watchdog did not stop!")]
    public void A_lockup_at_the_end_is_a_watchdogs_case(string line)
    {
        BootVerdict verdict = VerdictTests.Find(VerdictTests.Console(Quiet + line + "\n[   60.2] Modules linked in:\n"));
        Assert.Equal(VerdictKind.Watchdog, verdict.Kind);
        Assert.Equal(VerdictKind.Intended, VerdictTests.Find(VerdictTests.Console(Quiet + line + "\n[   61.0] reboot: Restarting system\n")).Kind);
        Assert.NotEqual(VerdictKind.Watchdog, VerdictTests.Find(VerdictTests.Console(Quiet + line.Replace("] ", "] myapp: ", StringComparison.Ordinal) + "\n")).Kind);
    }

    [Theory]
    [InlineData("watchdog", null, VerdictKind.Watchdog)]
    [InlineData("WDG", null, VerdictKind.Watchdog)]
    [InlineData("wdt_by_pass_pwk", null, VerdictKind.Watchdog)]
    [InlineData("WDOG", null, VerdictKind.Watchdog)]
    [InlineData("POR", null, VerdictKind.Unclean)]
    [InlineData(null, 0x20u, VerdictKind.Watchdog)]
    [InlineData(null, 0x10u, VerdictKind.Unclean)]
    [InlineData("RST", 0u, VerdictKind.Unclean)]
    public void A_console_that_breaks_off_takes_the_machines_word(string? cause, uint? status, VerdictKind kind)
    {
        MachineEvidence machine = MachineEvidence.RegionOnly with { ResetCause = cause, ResetCauseOrigin = "chosen", WatchdogBootStatus = status, WatchdogOrigin = "watchdog0" };
        Assert.Equal(kind, VerdictTests.Find(machine, VerdictTests.Console(Quiet)).Kind);
    }
}
