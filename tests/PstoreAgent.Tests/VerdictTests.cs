using System.Text;
using System.Text.Json.Nodes;
using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests;

/// <summary>The verdict as users see it.</summary>
public sealed class VerdictTests
{
    private const string Crash = "01-one-panic";

    private static readonly byte[] s_quiet = "[    1.000000] Linux version 6.1.192\n[   60.000000] reboot: Restarting system\n"u8.ToArray();

    [Fact]
    public void An_image_of_a_crash_is_a_panic_in_both_reports()
    {
        string image = Agent.Region(Path.Combine(Agent.Root, "tests", "fixtures", "captures", Crash));
        Assert.Contains("Verdict  panic: dmesg-ramoops-0 is a dump of a panic\nCrash    Kernel panic", Agent.Run("--image", image).Output, StringComparison.Ordinal);
        JsonNode verdict = Agent.Run("--json", "--image", image).Json()["verdict"]!;
        Assert.Equal("panic", (string?)verdict["kind"]);
        Assert.Equal("Kernel panic - not syncing: sysrq triggered crash", (string?)verdict["reason"]);
        Assert.NotEmpty(verdict["evidence"]!.AsArray());
    }

    [Fact]
    public void The_exit_code_tells_a_crash_only_when_asked()
    {
        string image = Agent.Region(Path.Combine(Agent.Root, "tests", "fixtures", "captures", Crash));
        Assert.Equal(0, Agent.Run("--image", image).ExitCode);
        Assert.Equal(10, Agent.Run("--exit-code", "--image", image).ExitCode);
        Assert.Equal(10, Agent.Run("recover", "--json", "--exit-code", "--image", image).ExitCode);
        using LiveMachine empty = LiveMachine.Board(new byte[1 << 20]);
        Assert.Equal(0, empty.Run("recover", "--exit-code").ExitCode);
        InputTests.AssertFails(Agent.Run("layout", "--exit-code", "--image", image), 64, "--exit-code");
    }

    [Fact]
    public void A_console_that_ends_with_a_restart_is_no_alarm()
    {
        using LiveMachine machine = Bound(("console-ramoops-0", s_quiet));
        AssertVerdict(machine, "intended", "reboot: Restarting system");
        Assert.Equal(0, machine.Run("--source", "pstore", "--exit-code").ExitCode);
    }

    [Fact]
    public void A_watchdogs_status_explains_a_console_that_breaks_off()
    {
        using LiveMachine machine = Bound(("console-ramoops-0", "[    1.000000] Linux version 6.1.192\n[   60.000000] busy\n"u8.ToArray()));
        AssertVerdict(machine, "unclean", null);
        machine.Files.With("/sys/class/watchdog/watchdog0/bootstatus", "32\n");
        AssertVerdict(machine, "watchdog", null);
        Assert.Equal(10, machine.Run("--source", "pstore", "--exit-code").ExitCode);
    }

    [Fact]
    public void A_reason_that_user_space_left_is_shown_without_its_control_characters()
    {
        using LiveMachine machine = Bound(("pmsg-ramoops-0", Encoding.ASCII.GetBytes("reason: up\u001b[2Jdate\n")));
        AssertVerdict(machine, "intended", "up\u001b[2Jdate");
        Assert.Contains("Verdict  intended: pmsg-ramoops-0 gives the reason 'up^[[2Jdate'\n", machine.Run("--source", "pstore").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_of_zeros_has_lost_its_contents()
    {
        using LiveMachine machine = LiveMachine.Board(new byte[1 << 20]);
        JsonNode verdict = machine.Run("--json").Json()["verdict"]!;
        Assert.Equal("power-loss", (string?)verdict["kind"]);
    }

    private static LiveMachine Bound(params (string Name, byte[] Content)[] files)
    {
        var machine = new LiveMachine();
        return machine.WithDriver(files);
    }

    private static void AssertVerdict(LiveMachine machine, string kind, string? reason)
    {
        JsonNode verdict = machine.Run("--source", "pstore", "--json").Json()["verdict"]!;
        Assert.Equal((kind, reason), ((string?)verdict["kind"], (string?)verdict["reason"]));
    }
}
