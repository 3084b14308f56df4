using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>The driver is bound: it has begun console and pmsg anew, and keeps what the boot before wrote for its file system.</summary>
public sealed class BoundTests
{
    [Fact]
    public void The_boots_are_told_apart()
    {
        using Board board = Crashed.NewBoard();
        BootResult boot = board.Start(new Boot
        {
            Script = """
                cat /proc/mounts >/out/mounts
                pstore-agent dump /out/dump/ >/dev/null 2>/out/warning
                pstore-agent recover --source mem --json >/out/early
                echo this boot >/dev/pmsg0
                echo a line of this boot >/dev/kmsg
                pstore-agent recover --json >/out/private
                pstore-agent extract /out/records >/dev/null
                for record in console pmsg; do
                    pstore-agent show $record >/out/$record.previous
                    pstore-agent show $record --current >/out/$record.current
                done
                cmp /proc/mounts /out/mounts && ls -A /sys/fs/pstore && echo no trace
                mkdir /elsewhere
                mount -t pstore pstore /elsewhere
                pstore-agent recover --json >/out/mounted
                umount /elsewhere
                """,
        });

        foreach (string record in (ReadOnlySpan<string>)["console", "pmsg"])
            Assert.Equal(Crashed.Text($"{record}-ramoops-0"), boot.Text($"{record}.previous"));
        Assert.Equal("this boot\n", boot.Text("pmsg.current"));
        Assert.StartsWith("[    0.000000] Booting Linux", boot.Text("console.current"), StringComparison.Ordinal);
        Assert.Contains("] a line of this boot\n", boot.Text("console.current"), StringComparison.Ordinal);
        Assert.Equal(["no trace"], boot.Lines);
        Assert.Contains("pstore-agent extract saves it", boot.Text("warning"), StringComparison.Ordinal);

        string[] records =
        [
            $"{Crashed.Console} previous pstore", $"{Crashed.Console}.current current mem", $"{Crashed.Dmesg} previous mem,pstore",
            $"{Crashed.Pmsg} previous pstore", $"{Crashed.Pmsg}.current current mem",
        ];
        foreach (string way in (ReadOnlySpan<string>)["private", "mounted"])
        {
            Recovery recovery = Recovery.Parse(boot.Text(way));
            Assert.True(recovery.DriverBound);
            Assert.Empty(recovery.Warnings);
            Assert.Equal(records, recovery.Records);
            Assert.Equal("Kernel panic - not syncing: sysrq triggered crash", recovery.CrashHeadline);
        }

        Assert.Contains("pstore file system at /elsewhere", boot.Text("mounted"), StringComparison.Ordinal);
        SortedDictionary<string, byte[]> extracted = Readback.Extracted(boot, "records");
        foreach (string record in Crashed.Records.Keys) Assert.Equal(Crashed.Records[record], extracted[record]);
        Assert.Equal(Recovery.Parse(boot.Text("early")).Contents, Readback.Dump(boot, "dump").Contents);
    }

    [Fact]
    public void An_oops_that_was_survived_is_of_this_boot()
    {
        using Board board = Crashed.NewBoard();
        BootResult boot = board.Start(new Boot
        {
            Script = $"""
                cat /proc/sys/kernel/panic_on_oops
                {Scenarios.Oops}
                pstore-agent recover --json >/out/recovery
                """,
        });

        Assert.Equal("0", boot.Lines[0]);
        Recovery recovery = Recovery.Parse(boot.Text("recovery"));
        // It takes the first slot, from the panic of the boot before.
        Assert.Equal(
            [$"{Crashed.Console} previous pstore", $"{Crashed.Console}.current current mem", $"{Crashed.Dmesg} current mem,pstore", $"{Crashed.Pmsg} previous pstore"],
            recovery.Records);
        Assert.StartsWith("Unable to handle kernel NULL pointer dereference", recovery.CrashHeadline, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slot_that_outlived_a_boot_is_of_an_earlier_one()
    {
        using var board = new Board();
        board.Start(new Boot { Script = $"{Scenarios.Oops}; {Scenarios.Oops}; crash" });
        board.Start(new Boot { Script = "echo last words >/dev/pmsg0; crash" });

        BootResult free = board.Start(new Boot { CommandLine = Boot.NoDriver, Script = "pstore-agent recover --json >/out/recovery" });
        BootResult bound = board.Start(new Boot { Script = "pstore-agent recover --json >/out/recovery" });

        Assert.Equal(
            [
                $"{Crashed.Console} previous mem", $"{Crashed.Dmesg} previous mem", "dmesg-ramoops-1 earlier mem", "dmesg-ramoops-2 earlier mem",
                $"{Crashed.Pmsg} previous mem",
            ],
            WithoutStale(free));
        Assert.Equal(
            [
                $"{Crashed.Console} previous pstore", $"{Crashed.Console}.current current mem", $"{Crashed.Dmesg} previous mem,pstore",
                "dmesg-ramoops-1 earlier mem,pstore", "dmesg-ramoops-2 earlier mem,pstore", $"{Crashed.Pmsg} previous pstore",
            ],
            WithoutStale(bound));

        // What a longer console left behind a shorter one's end is found too, and says nothing here.
        static IEnumerable<string> WithoutStale(BootResult boot) =>
            Recovery.Parse(boot.Text("recovery")).Records.Where(record => !record.Contains(".stale", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_written_is_followed()
    {
        using var board = new Board();
        BootResult boot = board.Start(new Boot
        {
            CommandLine = "printk.devkmsg=on",
            Script = """
                wait_for() { for i in $(seq 100); do grep -q "$2" /out/$1 && break; usleep 100000; done; }
                echo before >/dev/pmsg0
                pstore-agent show pmsg --follow >/out/pmsg &
                pmsg=$!
                pstore-agent show console --follow >/out/console &
                console=$!
                wait_for pmsg before
                wait_for console 'as init process'
                for i in $(seq 300); do
                    echo message $i of three hundred >/dev/pmsg0
                    [ $((i % 60)) != 0 ] || wait_for pmsg "message $i "
                done
                echo after >/dev/pmsg0
                echo a line for the console >/dev/kmsg
                wait_for pmsg after
                wait_for console 'a line for'
                kill $pmsg $console
                wait $pmsg $console
                grep pstore-agent /proc/[0-9]*/comm
                cat /proc/mounts | grep pstore
                """,
        });

        // More than the zone holds: it wraps twice meanwhile.
        Assert.Equal(
            ["before", .. Enumerable.Range(1, 300).Select(i => $"message {i} of three hundred"), "after"],
            boot.Text("pmsg").Split('\n', StringSplitOptions.RemoveEmptyEntries));
        string console = boot.Text("console");
        Assert.StartsWith("[    0.000000] Booting Linux", console, StringComparison.Ordinal);
        Assert.EndsWith("] a line for the console\n", console, StringComparison.Ordinal);
        Assert.DoesNotContain("pstore", boot.Log, StringComparison.Ordinal);
    }
}
