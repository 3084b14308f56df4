using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>A crash on purpose, and the check of what the next boot finds of it.</summary>
public sealed class CrashTestTests
{
    private const string Check = "pstore-agent crash-test --check";

    [Fact]
    public void A_panic_comes_through_whole()
    {
        using var board = new Board();

        // One trace zone for each CPU: where all share one the kernel may hang in it.
        Boot boot = new() { Tree = ["ftrace=0x4000", "flags=1"] };
        BootResult crashed = board.Start(boot with { Script = "pstore-agent crash-test panic --yes --trace" });
        Assert.Contains("Recorded      dmesg console pmsg ftrace", crashed.Console, StringComparison.Ordinal);
        Assert.Contains("the function trace is turned on just before (--trace)", crashed.Console, StringComparison.Ordinal);
        Assert.Contains("Kernel panic - not syncing: sysrq triggered crash", crashed.Console, StringComparison.Ordinal);
        string nonce = crashed.Console.Split("--check ")[1].Split('\r', '\n')[0];

        BootResult checkedBy = board.Start(boot with { CommandLine = Boot.NoDriver, Script = $"{Check} {nonce}" });
        Assert.Equal(0, checkedBy.Status);
        AssertTable(checkedBy, $"Test     {nonce}, panic", "dmesg    whole    dmesg-ramoops-0", "console  whole    console-ramoops-0", "pmsg     whole    pmsg-ramoops-0", "ftrace   whole    ftrace-ramoops-0, ");
        BootResult bound = board.Start(boot with { Script = Check });
        Assert.Equal((0, $"Test     {nonce}, panic"), (bound.Status, bound.Lines[0]));
    }

    [Fact]
    public void With_a_trace_zone_and_parity_it_crashes_too_and_leaves_the_trace_off()
    {
        using var board = new Board();
        Boot boot = new() { Tree = ["ftrace=0x4000", "ecc=16"] };
        BootResult crashed = board.Start(boot with { Script = "pstore-agent crash-test panic --yes" });
        Assert.Contains("Kernel panic - not syncing: sysrq triggered crash", crashed.Console, StringComparison.Ordinal);
        BootResult checkedBy = board.Start(boot with { CommandLine = Boot.NoDriver, Script = Check });
        Assert.Equal(0, checkedBy.Status);
        AssertTable(checkedBy, "ftrace   -        not expected of this test");
    }

    [Fact]
    public void A_closed_kernel_log_is_refused_before_anything_is_written()
    {
        using var board = new Board();
        BootResult boot = board.Start(new Boot { CommandLine = "printk.devkmsg=off", Script = "pstore-agent crash-test --yes; echo $? >/out/code; pstore-agent show pmsg --current 2>&1 | grep -c crash-test >/out/marks; true" });
        Assert.Equal(("77", "0"), (boot.Text("code").Trim(), boot.Text("marks").Trim()));
        Assert.Contains("boot with printk.devkmsg=on", boot.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void An_oops_that_the_kernel_survives_is_found_in_the_same_boot_and_the_next()
    {
        using var board = new Board();
        BootResult crashed = board.Start(new Boot { Script = $"pstore-agent crash-test oops --yes && {Check} && save; pstore-agent crash-test oops | head -n 5; reboot -f" });
        Assert.Contains("it goes on (kernel.panic_on_oops = 0)", crashed.Console, StringComparison.Ordinal);
        Assert.Contains("The kernel goes on.", crashed.Console, StringComparison.Ordinal);
        Assert.Contains("Everything that was expected came through whole.", crashed.Console, StringComparison.Ordinal);
        BootResult next = board.Start(new Boot { CommandLine = Boot.NoDriver, Script = Check });
        Assert.Equal(0, next.Status);
        AssertTable(next, "dmesg    whole    dmesg-ramoops-0", "console  whole    console-ramoops-0", "pmsg     whole    pmsg-ramoops-0");
    }

    [Fact]
    public void A_hang_that_is_reset_from_outside_leaves_console_and_pmsg()
    {
        using var board = new Board();
        board.Start(new Boot { Until = "Performing direct entry HARDLOCKUP", Script = "pstore-agent crash-test hang --yes" });
        BootResult next = board.Start(new Boot { Script = Check });
        Assert.Equal(0, next.Status);
        AssertTable(next, "dmesg    -        not expected of this test", "console  whole    console-ramoops-0", "pmsg     whole    pmsg-ramoops-0");
    }

    [Fact]
    public void What_was_damaged_meanwhile_is_said()
    {
        using var board = new Board();
        board.Start(new Boot { Script = "pstore-agent crash-test --yes" });

        // The headers of the first dmesg zone and of the pmsg zone.
        board.WriteRegion(0, new byte[12]);
        board.WriteRegion(0xfefcc, new byte[12]);
        BootResult next = board.Start(new Boot { CommandLine = Boot.NoDriver, Script = Check });
        Assert.Equal(65, next.Status);
        AssertTable(next, "dmesg    damaged  dmesg-ramoops-0.header-lost", "console  whole    console-ramoops-0", "pmsg     damaged  pmsg-ramoops-0.header-lost", "Not everything came through.");
    }

    [Fact]
    public void Without_a_driver_it_refuses()
    {
        using var board = new Board();
        BootResult boot = board.Start(new Boot { CommandLine = Boot.NoDriver, Script = "pstore-agent crash-test --yes" });
        Assert.Equal(69, boot.Status);
        Assert.Contains("the ramoops driver is not bound, so that nothing is recorded; nothing was done", boot.Log, StringComparison.Ordinal);
    }

    private static void AssertTable(BootResult boot, params string[] lines)
    {
        foreach (string line in lines) Assert.Contains(boot.Lines, each => each.StartsWith(line, StringComparison.Ordinal));
    }
}
