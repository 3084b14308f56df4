using System.Globalization;
using System.Text;
using System.Text.Json;
using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>What the agent has a real kernel record, and what comes through of it.</summary>
public sealed class ControlTests
{
    private static readonly Boot s_mounts = new() { Script = "pstore-agent mount && pstore-agent mount && cp -r /sys/fs/pstore /out/pstore; dmesg >/out/dmesg" };

    [Fact]
    public void Messages_and_heartbeats_come_through_a_crash_and_bound_its_time()
    {
        using var board = new Board();
        BootResult crashed = board.Start(new Boot
        {
            Script = """
                pstore-agent heartbeat --interval 1h --tag ended & sleep 1; kill -TERM $!; wait $!
                pstore-agent pmsg write --tag test "first
                second" || exit
                printf "app died" >/dev/pmsg0
                pstore-agent pmsg reason update to 2.1 || exit
                pstore-agent heartbeat --interval 400ms --background || exit
                sleep 1.5
                cut -d ' ' -f 1 /proc/uptime >/out/uptime
                crash
                """,
        });
        BootResult live = board.Start(new Boot
        {
            CommandLine = Boot.NoDriver,
            Script = "pstore-agent show pmsg --raw >/out/pmsg && pstore-agent show pmsg && pstore-agent recover --json >/out/recovery && pstore-agent recover",
        });
        Assert.Equal(0, live.Status);
        BootResult shown = board.Start(s_mounts);
        Assert.StartsWith("pstore is mounted at /sys/fs/pstore;", shown.Lines[0], StringComparison.Ordinal);
        Assert.Equal("pstore is mounted at /sys/fs/pstore already", shown.Lines[1]);

        // Without a driver the agent reads what the next kernel shows.
        string pmsg = Encoding.UTF8.GetString(shown.Folder("pstore")[Crashed.Pmsg]);
        Assert.Equal(pmsg, live.Text("pmsg"));
        string[] lines = pmsg.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith("ended: beat 1, every 3600.000 s", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("ended: stopped", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(@"test: first\nsecond", lines[2], StringComparison.Ordinal);
        Assert.Equal("app died", lines[3]);
        Assert.EndsWith("reason: update to 2.1", lines[4], StringComparison.Ordinal);
        Assert.Matches(@" heartbeat: beat \d+, every 0\.400 s$", lines[^1]);
        Assert.Contains(@"test: first\nsecond", live.Log, StringComparison.Ordinal);
        Assert.Contains("; the crash came at most ", live.Log, StringComparison.Ordinal);

        JsonElement heartbeat = JsonDocument.Parse(live.Text("recovery")).RootElement.GetProperty("heartbeat");
        decimal beat = heartbeat.GetProperty("uptime").GetDecimal(), most = heartbeat.GetProperty("most_until_crash").GetDecimal();

        // The script saw the time before it crashed, to the hundredth. The log's clock is some milliseconds off the uptime.
        decimal before = decimal.Parse(crashed.Text("uptime"), CultureInfo.InvariantCulture);
        const decimal clocks = 0.05m, interval = 0.4m, scheduling = 0.6m;
        Assert.True(beat + most >= before - clocks, $"{beat} + {most} is before {before}");
        Assert.InRange(most, 0m, interval + scheduling);
    }

    [Fact]
    public void A_beat_of_a_boot_that_left_no_dump_is_not_joined_with_an_older_crash()
    {
        using var board = new Board();
        board.Start(new Boot { Script = "echo from the kernel >/dev/pmsg0; crash" });

        // The clock of the board goes on from one boot to the next.
        board.Start(new Boot { CommandLine = Boot.NoDriver, Script = "sleep 4; pstore-agent heartbeat --mem --interval 1h --background && sleep 1; reboot -f" });
        BootResult next = board.Start(new Boot { CommandLine = Boot.NoDriver, Script = "pstore-agent recover" });
        Assert.Contains("s after boot; the crash is of an earlier boot", next.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("the crash came at most", next.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ecc=0")]
    [InlineData("ecc=16")]
    public void What_is_written_without_a_driver_is_accepted_by_the_next_kernel(string ecc)
    {
        using var board = new Board();
        board.Start(new Boot { Tree = [ecc], Script = "echo from the kernel >/dev/pmsg0; crash" });
        BootResult written = board.Start(new Boot
        {
            Tree = [ecc],
            CommandLine = Boot.NoDriver,
            Script = "pstore-agent heartbeat --mem --interval 10ms --exec sleep -- 1 && pstore-agent show pmsg --raw >/out/pmsg",
        });
        Assert.Equal(0, written.Status);
        BootResult shown = board.Start(s_mounts with { Tree = [ecc] });

        // 100 beats and more do not fit the ring of 4 KiB: the oldest have gone.
        string[] lines = written.Text("pmsg").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith("heartbeat: stopped, the program ended with 0", lines[^1], StringComparison.Ordinal);
        Assert.InRange(lines.Length, 30, 100);
        string kernels = Encoding.UTF8.GetString(shown.Folder("pstore")[Crashed.Pmsg]);
        Assert.Equal(written.Text("pmsg") + (ecc == "ecc=0" ? "" : "\nECC: No errors detected\n"), kernels);
        Assert.DoesNotContain("uncorrectable", shown.Text("dmesg"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_that_was_turned_on_comes_through_with_names()
    {
        using var board = new Board();
        string[] tree = ["ftrace=0x4000"];
        BootResult crashed = board.Start(new Boot { Tree = tree, Script = "umount /sys/kernel/debug; pstore-agent ftrace status; pstore-agent ftrace on && echo c >/proc/sysrq-trigger" });
        Assert.Contains("State    no switch", crashed.Console, StringComparison.Ordinal);
        Assert.Contains("debugfs was not mounted and is now, at /sys/kernel/debug", crashed.Console, StringComparison.Ordinal);
        Assert.Contains("the function trace is on;", crashed.Console, StringComparison.Ordinal);

        BootResult live = board.Start(new Boot
        {
            Tree = tree,
            CommandLine = Boot.NoDriver,
            Files = new() { ["System.map"] = File.ReadAllBytes(Paths.Kernel("full", "System.map")) },
            Script = "pstore-agent show ftrace --symbols System.map",
        });
        Assert.Contains("sysrq_handle_crash", live.Log, StringComparison.Ordinal);
        Assert.Contains(" <- ", live.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_ftrace_zone_the_trace_is_refused_with_that_reason()
    {
        using var board = new Board();
        BootResult boot = board.Start(new Boot { Script = "pstore-agent ftrace on" });
        Assert.Equal(69, boot.Status);
        Assert.Contains("the region has no ftrace zone; add ftrace-size = <0x4000>; to the node /proc/device-tree/reserved-memory/ramoops@880000000", boot.Log, StringComparison.Ordinal);
    }
}
