using System.Text;
using System.Text.Json.Nodes;
using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Archive;

/// <summary>What becomes an entry, and what doesn't.</summary>
public sealed class CollectTests
{
    private const string Capture = "01-one-panic", BootId = "1a2b3c4d-0000-4000-8000-000000000001";

    private static readonly byte[] s_region = LiveMachine.Region(Capture);

    [Fact]
    public void Each_record_is_archived_once_with_the_region_and_the_verdict()
    {
        using LiveMachine machine = Board(s_region);
        AgentResult first = Collect(machine);
        Assert.Equal((0, ""), (first.ExitCode, first.Errors));
        string store = Store(machine);
        Assert.Equal($"panic: 3 records in {store}/00000001-1a2b3c4d: Kernel panic - not syncing: sysrq triggered crash\n", first.Output);
        StoreState state = StoreState.Read(store);
        Assert.Equal(["00000001-1a2b3c4d"], state.Entries);
        foreach (string name in (string[])["dmesg-ramoops-0", "console-ramoops-0", "pmsg-ramoops-0"])
            Assert.Equal(File.ReadAllBytes(LiveMachine.Shown(Capture, name)), Assert.Single(state.Contents(name)));

        AgentResult second = Collect(machine);
        Assert.Equal((0, "", ""), (second.ExitCode, second.Output, second.Errors));
        Assert.Equal(state.Files.Keys, StoreState.Read(store).Files.Keys);
    }

    [Fact]
    public void The_line_says_when_the_machine_was_last_alive()
    {
        using LiveMachine machine = Board(s_region).WithDriver(("pmsg-ramoops-0", "2026-11-23T08:29:50Z +1.000 b=1a2b3c4d heartbeat: beat 1, every 5.000 s\n"u8.ToArray()));
        Assert.Contains("; last heartbeat 2026-11-23T08:29:50Z, 1.000 s after boot", Collect(machine).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Sha256sum_accepts_an_entry_and_its_files_have_the_records_times()
    {
        using LiveMachine machine = Board(s_region);
        Collect(machine);
        string entry = $"{Store(machine)}/00000001-1a2b3c4d";
        AgentResult sums = Agent.Start("sh", ["-c", $"cd {entry} && sha256sum --strict -c SHA256SUMS"], null);
        Assert.True(sums.ExitCode == 0, sums.Output + sums.Errors);
        Assert.Equal(new DateTime(2026, 11, 23, 8, 29, 51, DateTimeKind.Utc).AddTicks(278920), File.GetLastWriteTimeUtc($"{entry}/dmesg-ramoops-0"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal((UnixFileMode)0x1C0, File.GetUnixFileMode(entry));
            Assert.Equal((UnixFileMode)0x180, File.GetUnixFileMode($"{entry}/dmesg-ramoops-0"));
        }
    }

    [Fact]
    public void The_region_reads_as_it_did_on_the_machine()
    {
        using LiveMachine machine = Board(s_region);
        JsonNode live = machine.Run("--json").Json();
        Collect(machine);
        JsonNode kept = Agent.Run("--json", "--image", $"{Store(machine)}/00000001-1a2b3c4d/region.bin.gz").Json();
        Assert.Equal(live["records"]!.AsArray().Select(record => (string?)record!["boot"]), kept["records"]!.AsArray().Select(record => (string?)record!["boot"]));
        Assert.Equal(live.Names(), kept.Names());
        Assert.Equal((long?)live["source"]!["address"], (long?)kept["source"]!["address"]);
    }

    [Fact]
    public void Meta_says_where_everything_comes_from()
    {
        using LiveMachine machine = Board(s_region);
        Collect(machine);
        JsonNode meta = StoreState.Read(Store(machine)).Meta(0);
        Assert.Equal(("pstore-agent-entry/1", "00000001-1a2b3c4d"), ((string?)meta["schema"], (string?)meta["entry"]));
        Assert.Equal((BootId, true, 12.5), ((string?)meta["collected"]!["boot_id"], (bool)meta["collected"]!["clock_set"]!, (double)meta["collected"]!["uptime"]!));
        Assert.Equal(("panic", true), ((string?)meta["verdict"]!["kind"], (bool)meta["verdict"]!["crash"]!));
        Assert.Equal(("6.1.192", "mem", 1048576), ((string?)meta["kernel"]!["version"], (string?)meta["source"]!["kind"], (int)meta["parameters"]!["mem_size"]!["value"]!));
        JsonNode dump = meta.Record("dmesg-ramoops-0");
        Assert.Equal(("dmesg-ramoops-0", "previous", "live", 7495, true), ((string?)dump["file"], (string?)dump["boot"], (string?)dump["origin"], (int)dump["size"]!, (bool)dump["whole"]!));
        Assert.Equal("region.bin.gz", (string?)meta["raw"]!["file"]);
    }

    [Fact]
    public void A_new_dump_makes_a_further_entry_with_that_alone()
    {
        using LiveMachine machine = Board(s_region);
        Collect(machine);
        machine.Write(LiveMachine.Address + 0x83ba, LiveMachine.Region("09b-oopses-then-panic").AsSpan(0, 0x83ba));
        AgentResult second = Collect(machine);
        Assert.Equal(0, second.ExitCode);
        StoreState state = StoreState.Read(Store(machine));
        Assert.Equal(["00000001-1a2b3c4d", "00000002-1a2b3c4d"], state.Entries);
        Assert.Equal(["dmesg-ramoops-1"], state.Meta(1).Names());
        Assert.Empty(state.Contents("dmesg-ramoops-0").Skip(1));
    }

    [Fact]
    public void What_is_left_of_older_logs_rides_along_and_makes_no_entry()
    {
        byte[] region = [.. s_region];
        using LiveMachine machine = Board(region);
        Collect(machine);

        // Less of the same console: the rest is a stale tail, and the front is no new record of another boot.
        const int console = 0xf6fcc;
        byte[] stale = new byte[0x8000];
        Encoding.ASCII.GetBytes("[    9.000000] left behind by a boot long ago, and no more than that\n").CopyTo(stale, 0x4000);
        machine.Write(LiveMachine.Address + console + 0x5000, stale.AsSpan(0x4000, 0x100));
        AgentResult quiet = Collect(machine);
        Assert.Equal((0, ""), (quiet.ExitCode, quiet.Output));
        Assert.Single(StoreState.Read(Store(machine)).Entries);

        machine.Write(LiveMachine.Address + 0x83ba, LiveMachine.Region("09b-oopses-then-panic").AsSpan(0, 0x83ba));
        Collect(machine);
        StoreState state = StoreState.Read(Store(machine));
        Assert.Contains($"{state.Entries[1]}/extra/console-ramoops-0.stale-tail-1", state.Files.Keys);
    }

    [Fact]
    public void A_dump_that_was_cleared_since_is_known_by_its_time()
    {
        using LiveMachine machine = Board(LiveMachine.Region("11-compress-none"));
        Collect(machine);
        StoreState before = StoreState.Read(Store(machine));
        machine.Write(LiveMachine.Address + 4, new byte[8]);
        Assert.Contains(machine.Run("--json").Json().Names(), name => name.StartsWith("dmesg-ramoops-0.cleared", StringComparison.Ordinal));
        AgentResult quiet = Collect(machine);
        Assert.Equal((0, "", ""), (quiet.ExitCode, quiet.Output, quiet.Errors));
        Assert.Equal(before.Entries, StoreState.Read(Store(machine)).Entries);
    }

    [Fact]
    public void What_a_longer_console_left_is_not_why_a_later_boot_ended()
    {
        using LiveMachine machine = Board(s_region);
        Collect(machine);

        // The next boot ends after a few lines; behind them the panic before still stands.
        const int console = 0xf6fcc;
        byte[] log = Encoding.ASCII.GetBytes("[    0.000000] Linux version 6.1.192 (root@host) #1 SMP\n[    1.500000] another boot\n");
        byte[] zone = new byte[8 + log.Length];
        BitConverter.TryWriteBytes(zone.AsSpan(0), log.Length);
        BitConverter.TryWriteBytes(zone.AsSpan(4), log.Length);
        log.CopyTo(zone, 8);
        machine.Write(LiveMachine.Address + console + 4, zone);
        machine.Write(LiveMachine.Address + 4, new byte[8]);
        Boot(machine, "2a2b3c4d-0000-4000-8000-000000000002");
        AgentResult second = Collect(machine);
        Assert.Equal((0, $"unclean: 2 records in {Store(machine)}/00000002-2a2b3c4d\n"), (second.ExitCode, second.Output));
        JsonNode meta = StoreState.Read(Store(machine)).Meta(1);
        Assert.Contains(meta.Names(), name => name.StartsWith("console-ramoops-0.stale-tail", StringComparison.Ordinal));
        Assert.Null((string?)meta["verdict"]!["reason"]);
    }

    [Fact]
    public void What_was_cleared_is_archived_and_is_no_alarm()
    {
        using LiveMachine machine = Board(s_region);
        Assert.Equal(0, machine.Run("clear", "--all", "--yes").ExitCode);
        AgentResult shown = machine.Run("recover", "--exit-code");
        Assert.Equal(0, shown.ExitCode);
        Assert.Matches(@"\nFound in dmesg-ramoops-0\.cleared-1, .*, cleared before\n", shown.Output);
        AgentResult result = Collect(machine, "--exit-code");
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("panic", result.Output, StringComparison.Ordinal);
        JsonNode verdict = StoreState.Read(Store(machine)).Meta(0)["verdict"]!;
        Assert.Equal(("unknown", null, false), ((string?)verdict["kind"], (string?)verdict["reason"], (bool)verdict["crash"]!));
    }

    [Fact]
    public void A_dump_whose_header_is_lost_is_an_alarm_all_the_same()
    {
        byte[] region = LiveMachine.Region("09b-oopses-then-panic");
        foreach (int zone in (int[])[0, 0x83ba, 0x10774, 0x18b2e]) region.AsSpan(zone, 12).Fill(0xa5);
        using LiveMachine machine = Board(region);
        Assert.Equal(10, machine.Run("recover", "--exit-code").ExitCode);
        Assert.Equal(10, Collect(machine, "--exit-code").ExitCode);
    }

    [Fact]
    public void A_cleared_dump_that_nobody_archived_is()
    {
        byte[] region = [.. s_region];
        region.AsSpan(4, 8).Clear();
        using LiveMachine machine = Board(region);
        Collect(machine);
        StoreState state = StoreState.Read(Store(machine));
        Assert.Equal(File.ReadAllBytes(LiveMachine.Shown(Capture, "dmesg-ramoops-0")), Assert.Single(state.Contents("extra/dmesg-ramoops-0.cleared-1")));
    }

    [Fact]
    public void What_was_removed_on_purpose_is_not_archived_again()
    {
        using LiveMachine machine = Board(s_region);
        Collect(machine);
        AgentResult removed = Agent.Run("archive", "rm", "last", "--dir", Store(machine));
        Assert.Equal((0, $"removed {Store(machine)}/00000001-1a2b3c4d\n"), (removed.ExitCode, removed.Output));
        Assert.Equal((0, ""), (Collect(machine).ExitCode, Collect(machine).Output));
        Assert.Empty(StoreState.Read(Store(machine)).Entries);

        machine.Write(LiveMachine.Address + 0x83ba, LiveMachine.Region("09b-oopses-then-panic").AsSpan(0, 0x83ba));
        Collect(machine);
        Assert.Equal(["00000002-1a2b3c4d"], StoreState.Read(Store(machine)).Entries);
    }

    [Fact]
    public void A_boot_that_lost_its_memory_is_told_once()
    {
        using LiveMachine machine = Board(new byte[0x100000]);
        AgentResult first = Collect(machine);
        Assert.StartsWith("power-loss: 0 records in ", first.Output, StringComparison.Ordinal);
        Assert.Equal("", Collect(machine).Output);
        StoreState state = StoreState.Read(Store(machine));
        Assert.Equal([$"{Assert.Single(state.Entries)}/meta.json"], state.Files.Keys);

        Boot(machine, "2a2b3c4d-0000-4000-8000-000000000002");
        Assert.StartsWith("power-loss: ", Collect(machine).Output, StringComparison.Ordinal);
        Assert.Equal(2, StoreState.Read(Store(machine)).Entries.Count);
    }

    [Fact]
    public void A_later_boot_does_not_take_an_old_dump_for_its_own_end()
    {
        using LiveMachine machine = Board(s_region);
        Assert.Equal(10, Collect(machine, "--exit-code").ExitCode);
        Assert.Equal(0, Collect(machine, "--exit-code").ExitCode);
        Boot(machine, "2a2b3c4d-0000-4000-8000-000000000002");
        AgentResult later = Collect(machine, "--exit-code", "--json");
        Assert.Equal((0, null), (later.ExitCode, (string?)JsonNode.Parse(later.Output)!["entry"]));
        Assert.NotEqual("panic", (string?)JsonNode.Parse(later.Output)!["verdict"]!["kind"]);
    }

    [Fact]
    public void A_dump_from_the_future_says_that_the_clock_is_not_set()
    {
        byte[] region = LiveMachine.Region("11-compress-none");
        int line = region.AsSpan().IndexOf("===="u8);
        Encoding.ASCII.GetBytes("====4").CopyTo(region, line);
        using LiveMachine machine = Board(region);
        Collect(machine);
        JsonNode collected = StoreState.Read(Store(machine)).Meta(0)["collected"]!;
        Assert.False((bool)collected["clock_set"]!);
        Assert.Contains("clock not set", Agent.Run("archive", "list", "--dir", Store(machine)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_is_archived_too_and_its_region_left_out_on_demand()
    {
        using var folder = new TemporaryDirectory();
        string store = folder.Join("a/store");
        Assert.Equal(0, Agent.Run("collect", store, "--image", Agent.Region(Agent.Captures[0]), "--no-raw").ExitCode);
        StoreState state = StoreState.Read(store);
        Assert.DoesNotContain(state.Files.Keys, name => name.Contains("region", StringComparison.Ordinal));
        Assert.Null((string?)state.Meta(0)["raw"]);
    }

    [Fact]
    public void All_captures_in_any_order_are_archived_once_each()
    {
        using var folder = new TemporaryDirectory();
        string store = folder.Join("store");
        foreach (string capture in Agent.Captures.Concat(Agent.Captures.Reverse()))
        {
            AgentResult result = Agent.Run("collect", store, "--no-raw", "--image", Agent.Region(capture));
            Assert.True(result.ExitCode == 0, result.Errors);
        }

        StoreState state = StoreState.Read(store);
        string[] dumps = [.. state.Files.Where(file => file.Key.Contains("/dmesg-", StringComparison.Ordinal)).Select(file => Convert.ToBase64String(file.Value))];
        Assert.Equal(dumps.Length, dumps.Distinct().Count());
        Assert.True(dumps.Length >= Agent.Captures.Length / 2);
    }

    internal static LiveMachine Board(byte[] region)
    {
        LiveMachine machine = LiveMachine.Board(region);
        machine.Files.With("/proc/uptime", "12.50 20.00\n");
        Boot(machine, BootId);
        return machine;
    }

    internal static void Boot(LiveMachine machine, string id) => machine.Files.With("/proc/sys/kernel/random/boot_id", id + "\n");

    internal static string Store(LiveMachine machine) => machine.Files.FullName("/store");

    internal static AgentResult Collect(LiveMachine machine, params string[] options) => machine.Run(["collect", Store(machine), .. options]);
}
