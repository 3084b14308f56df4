using System.Text;
using Pstore.Text;
using Xunit;

namespace Pstore.Tests.Text;

public sealed class CrashReportTests
{
    [Fact]
    public void A_fault_that_panics_gives_both_lines()
    {
        CrashReport crash = Find("""
            Panic#2 Part1
            <6>[    1.000000] all is well
            <1>[   12.345678] Unable to handle kernel NULL pointer dereference at virtual address 0000000000000000
            <0>[   12.345900] Internal error: Oops: 0000000096000045 [#1] SMP
            <4>[   12.346000] CPU: 1 PID: 99 Comm: sh Not tainted 6.1.192 #1
            <4>[   12.346500] Call trace:
            <4>[   12.346510]  lkdtm_EXCEPTION+0x10/0x20
            <4>[   12.346520]  direct_entry+0xd0/0x140
            <4>[   12.346530] Code: d503201f d503245f
            <4>[   12.346600] ---[ end trace 0000000000000000 ]---
            <0>[   12.346700] Kernel panic - not syncing: Oops: Fatal exception
            """)!;
        Assert.Equal("Kernel panic - not syncing: Oops: Fatal exception", crash.Headline);
        Assert.StartsWith("Unable to handle kernel NULL pointer", crash.Cause, StringComparison.Ordinal);
        Assert.Equal("CPU: 1 PID: 99 Comm: sh Not tainted 6.1.192 #1", crash.Where);
        Assert.Equal(["lkdtm_EXCEPTION+0x10/0x20", "direct_entry+0xd0/0x140"], crash.CallTrace);
        Assert.Equal(["[    1.000000] all is well"], crash.Before);
    }

    [Fact]
    public void An_older_oops_is_not_the_cause_of_a_later_panic()
    {
        CrashReport crash = Find("""
            <1>[   12.345678] BUG: something small
            <4>[   12.346600] ---[ end trace 0000000000000000 ]---
            <6>[   20.000000] line
            <6>[   21.000000] line
            <6>[   22.000000] line
            <6>[   23.000000] line
            <6>[   24.000000] line
            <0>[   99.000000] Kernel panic - not syncing: out of reasons
            """)!;
        Assert.Equal("Kernel panic - not syncing: out of reasons", crash.Headline);
        Assert.Null(crash.Cause);
        Assert.Equal("[   24.000000] line", crash.Before[^1]);
    }

    [Theory]
    [InlineData("[   10.0] watchdog: BUG: soft lockup - CPU#1 stuck for 26s! [sh:99]")]
    [InlineData("[   10.0] rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:")]
    [InlineData("[   10.0] INFO: task sh:99 blocked for more than 120 seconds.")]
    [InlineData("[   10.0][    T1] kernel BUG at drivers/misc/lkdtm/bugs.c:105!")]
    [InlineData("[   10.0] general protection fault, probably for non-canonical address 0xdead: 0000 [#1] SMP")]
    public void Faults_that_do_not_panic_are_crashes_too(string line)
    {
        CrashReport? crash = Find("[    9.0] before\n" + line + "\n");
        Assert.NotNull(crash);
        Assert.EndsWith(crash.Headline, line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quiet_log_has_no_crash() => Assert.Null(Find("[    0.000000] Booting Linux\n[    1.0] reboot: Restarting system\n"));

    private static CrashReport? Find(string log) => CrashReport.Find(Encoding.UTF8.GetBytes(log), 1);
}
