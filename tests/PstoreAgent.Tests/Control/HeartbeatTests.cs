using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PstoreAgent.Control.Heartbeats;
using PstoreAgent.Control.Pmsg;
using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Control;

public sealed class HeartbeatTests
{
    [Fact]
    public void A_day_of_beats_allocates_nothing()
    {
        const int beatsOfADay = 86_400 / 5;
        using var target = new Kept();
        var loop = new HeartbeatLoop(target, "heartbeat"u8.ToArray(), 0x1a2b3c4d, 5000);

        // The first days also pay for the compilation of what they run.
        const int mostDays = 20;
        int days = 0;
        long allocated;
        do
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < beatsOfADay; i++) loop.Beat();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        while (allocated > 0 && ++days < mostDays);
        Assert.Equal(0, allocated);
        Assert.EndsWith($"b=1a2b3c4d heartbeat: beat {beatsOfADay * (days + 1)}, every 5.000 s\n", target.Last, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public void A_signal_ends_it_with_a_last_line(string signal)
    {
        using LiveMachine machine = FakeDevices.Board().WithPmsg();
        string[] lines = FakeDevices.Writes(machine, null, "heartbeat", "--interval", "10ms", "--tag", "watch", "--exec", "/bin/sh", "--", "-c", $"trap 'exit 0' {signal}; kill -{signal} $PPID; while :; do sleep 0.01; done");
        Assert.EndsWith("b=1a2b3c4d watch: beat 1, every 0.010 s\n", lines[0], StringComparison.Ordinal);
        Assert.Contains("watch: stopped, the program ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void In_the_background_it_has_a_session_of_its_own_and_ends_on_a_signal()
    {
        using LiveMachine machine = FakeDevices.Board().WithPmsg();
        AgentResult started = machine.Run("heartbeat", "--interval", "1h", "--background");
        Assert.Equal((0, ""), (started.ExitCode, started.Errors));
        int process = int.Parse(started.Output, CultureInfo.InvariantCulture);

        Assert.Equal("pstore-agent", File.ReadAllText($"/proc/{process}/comm").TrimEnd());

        // The session is the process's own, and nothing of its parent's is open in it.
        Assert.Equal($"{process}", Fields(process)[3]);
        Assert.Equal("/dev/null", File.ResolveLinkTarget($"/proc/{process}/fd/1", false)!.FullName);
        Agent.Start("/bin/kill", ["-TERM", $"{process}"], null);
        Assert.True(SpinWait.SpinUntil(() => Fields(process) is ["Z", ..] or [], TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void It_ends_as_its_program_does()
    {
        using LiveMachine machine = FakeDevices.Board().WithPmsg();
        Assert.Equal(3, Agent.Run("--root", machine.Files.Path, "heartbeat", "--exec", "sh", "--", "-c", "exit 3").ExitCode);
        Assert.Equal(128 + 9, Agent.Run("--root", machine.Files.Path, "heartbeat", "--exec", "sh", "--", "-c", "kill -KILL $$").ExitCode);
        AgentResult missing = machine.Run("heartbeat", "--exec", "/no/such/program");
        Assert.Equal((66, "pstore-agent: --exec: /no/such/program: No such file or directory\n"), (missing.ExitCode, missing.Errors));
    }

    [Fact]
    public void Its_program_has_no_signal_blocked_or_ignored()
    {
        using LiveMachine machine = FakeDevices.Board().WithPmsg();
        string[] blocked = ["^SigBlk", "/proc/self/status"];
        Assert.Equal(Agent.Start("grep", blocked, null).Output, Agent.Run(["--root", machine.Files.Path, "heartbeat", "--exec", "grep", "--", .. blocked]).Output);

        // The C library itself has two of its own ignored.
        const ulong brokenPipeAndFileSize = (1UL << 12) | (1UL << 24);
        string ignored = Agent.Run("--root", machine.Files.Path, "heartbeat", "--exec", "grep", "--", "^SigIgn", "/proc/self/status").Output;
        Assert.Equal(0UL, ulong.Parse(ignored.Split('\t')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) & brokenPipeAndFileSize);
    }

    [Theory]
    [InlineData("--interval: 'soon' is no duration; write it as 5s, 1.5s, 500ms, 2m or 1h (a bare number is seconds)", "--interval", "soon")]
    [InlineData("--interval: 1ms is not between 10 ms and 86400 s", "--interval", "1ms")]
    [InlineData("heartbeat has arguments only for the program of --exec: heartbeat --exec PROGRAM -- ARG...", "x")]
    public void Wrong_words_are_named(string error, params string[] args)
    {
        AgentResult result = Agent.Run(["heartbeat", .. args]);
        Assert.Equal((64, $"pstore-agent: {error}\n"), (result.ExitCode, result.Errors));
    }

    [Fact]
    public void Into_memory_it_goes_behind_what_is_there()
    {
        using LiveMachine machine = LiveMachine.Board(LiveMachine.Region("01-one-panic"));
        string before = machine.Run("show", "pmsg").Output;
        AgentResult result = machine.Run("heartbeat", "--mem", "--exec", "true");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        string after = machine.Run("show", "pmsg", "--raw").Output;
        Assert.StartsWith(before, after, StringComparison.Ordinal);
        string[] lines = after[before.Length..].Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.EndsWith("heartbeat: beat 1, every 5.000 s", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("heartbeat: stopped, the program ended with 0", lines[1], StringComparison.Ordinal);
        Assert.Equal(["dmesg-ramoops-0", "console-ramoops-0", "pmsg-ramoops-0"], machine.Run("recover", "--json").Json().Names());
    }

    [Fact]
    public void Into_memory_that_nothing_vouches_for_it_does_not_go()
    {
        using LiveMachine machine = LiveMachine.Board(new byte[1 << 20]);
        AgentResult result = machine.Run("heartbeat", "--mem", "--exec", "true");
        Assert.Equal(69, result.ExitCode);
        Assert.Contains("nothing vouches for the place of the pmsg zone", result.Errors, StringComparison.Ordinal);
        byte[] zone = new byte[4096];
        using FileStream memory = File.OpenRead(machine.Memory);
        memory.Position = (long)LiveMachine.Address + (1 << 20) - zone.Length;
        memory.ReadExactly(zone);
        Assert.False(zone.AsSpan().ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void Recover_and_collect_bound_the_time_of_the_crash()
    {
        using LiveMachine machine = FakeDevices.Board();
        machine.WithDriver(
            ("pmsg-ramoops-0", "2026-11-23T08:03:11Z +10.000 b=1a2b3c4d heartbeat: beat 3, every 5.000 s\n"u8.ToArray()),
            ("dmesg-ramoops-0", "Panic#1 Part1\n<0>[   12.345678] Kernel panic - not syncing: test\n"u8.ToArray()));
        Assert.Contains("\nAlive    last heartbeat 2026-11-23T08:03:11Z, 10.000 s after boot; the crash came at most 2.346 s later\n", machine.Run("recover", "--source", "pstore").Output, StringComparison.Ordinal);

        string store = machine.Files.FullName("/store");
        AgentResult collected = machine.Run("collect", store, "--source", "pstore");
        Assert.Equal((0, ""), (collected.ExitCode, collected.Errors));
        string meta = File.ReadAllText(Assert.Single(Directory.GetFiles(store, "meta.json", SearchOption.AllDirectories)));
        JsonNode heartbeat = JsonNode.Parse(meta)!["heartbeat"]!;
        Assert.Equal((10m, 2.346m), ((decimal)heartbeat["uptime"]!, (decimal)heartbeat["most_until_crash"]!));
    }

    [Fact]
    public void What_fails_in_the_background_is_said_in_the_foreground()
    {
        using LiveMachine machine = FakeDevices.Board().WithPmsg();
        AgentResult missing = machine.Run("heartbeat", "--background", "--exec", "/no/such/program");
        Assert.Equal((66, "", "pstore-agent: --exec: /no/such/program: No such file or directory\n"), (missing.ExitCode, missing.Output, missing.Errors));

        // /dev/full.
        string device = machine.Files.FullName(FakeDevices.Pmsg);
        File.Delete(device);
        Assert.Equal(0, Agent.Start("mknod", [device, "c", "1", "7"], null).ExitCode);
        AgentResult full = machine.Run("heartbeat", "--background");
        Assert.Equal((74, "", "pstore-agent: /dev/pmsg0: No space left on device\n"), (full.ExitCode, full.Output, full.Errors));
    }

    [Fact]
    public void Its_program_is_looked_after_when_beats_can_not_be_written_any_more()
    {
        using LiveMachine machine = LiveMachine.Board(LiveMachine.Region("01-one-panic"));
        string script = $"trap 'exit 5' TERM; : >'{machine.Files.FullName(FakeDevices.Pmsg)}'; sleep 0.5; kill -TERM $PPID; while :; do sleep 0.01; done";
        AgentResult result = Agent.Run("--root", machine.Files.Path, "heartbeat", "--mem", "--interval", "10ms", "--exec", "/bin/sh", "--", "-c", script);
        Assert.Equal(5, result.ExitCode);
        Assert.Contains("the ramoops driver has been bound meanwhile", result.Errors, StringComparison.Ordinal);
        Assert.EndsWith("; there are no beats from now on\n", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("heartbeat: beat 3, every 5.000 s", "Panic#1 Part1\n<0>[   12.345678] Kernel panic - not syncing: test\n", 1_795_420_000, "10.000 s after boot; the crash is of an earlier boot")]
    [InlineData("heartbeat: beat 3, every 5.000 s", null, 0, "10.000 s after boot; it ended before the machine did, which lived 16.001 s after boot")]
    [InlineData("heartbeat: beat 3, every 5m", null, 0, null)]
    [InlineData("heartbeat: beat 3, every 30.000 s", null, 0, "10.000 s after boot; the machine, or only the heartbeat, ended before the next was due, 30.000 s later")]
    [InlineData("heartbeat: beat 3, every 5.000 s\n2026-11-23T08:03:11Z +11.500 b=1a2b3c4d heartbeat: stopped", null, 0, "10.000 s after boot; it was stopped, 11.500 s after boot, which was no crash")]
    public void No_bound_is_stated_that_is_none(string text, string? dump, long dumped, string? words)
    {
        using LiveMachine machine = FakeDevices.Board();
        var files = new List<(string, byte[])>
        {
            ("pmsg-ramoops-0", Encoding.UTF8.GetBytes($"2026-11-23T08:03:11Z +10.000 b=1a2b3c4d {text}\n")),
        };
        if (dump != null) files.Add(("dmesg-ramoops-0", Encoding.UTF8.GetBytes(dump)));
        else files.Add(("console-ramoops-0", "[    0.000000] Linux version 6.1.192 (root@host)\n[   16.000100] all is well\n"u8.ToArray()));
        machine.WithDriver([.. files]);
        if (dump != null) File.SetLastWriteTimeUtc(machine.Files.FullName("/sys/fs/pstore/dmesg-ramoops-0"), DateTime.UnixEpoch.AddSeconds(dumped));
        string output = machine.Run("recover", "--source", "pstore").Output;
        if (words == null) Assert.DoesNotContain("Alive", output, StringComparison.Ordinal);
        else Assert.Contains($"Alive    last heartbeat 2026-11-23T08:03:11Z, {words}\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_times_are_by_the_clock_that_nothing_slews()
    {
        using LiveMachine machine = FakeDevices.Board().WithPmsg();
        double before = Raw();
        string line = FakeDevices.Writes(machine, null, "pmsg", "write", "x")[0];
        double written = double.Parse(line.Split('+')[1].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(written, before - 0.001, Raw());

        static double Raw() => double.Parse(Agent.Start("python3", ["-c", "import time; print(time.clock_gettime(time.CLOCK_MONOTONIC_RAW))"], null).Output, CultureInfo.InvariantCulture);
    }

    /// <summary>What /proc says behind the name: state, parent, group, session; nothing where the process is gone.</summary>
    private static string[] Fields(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(") ")[1].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }

    private sealed class Kept : IPmsgTarget
    {
        private readonly byte[] _last = new byte[512];
        private int _length;

        public string Name => "memory";

        public int? MostBytes => null;

        public string Last => Encoding.UTF8.GetString(_last, 0, _length);

        public void Write(ReadOnlySpan<byte> record)
        {
            record.CopyTo(_last);
            _length = record.Length;
        }

        public void Dispose()
        {
        }
    }
}
