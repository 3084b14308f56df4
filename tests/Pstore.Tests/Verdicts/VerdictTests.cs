using System.Text;
using Pstore.Ram;
using Pstore.Records;
using Pstore.Recovery;
using Pstore.Tests.Recovery;
using Pstore.Verdicts;
using Xunit;

namespace Pstore.Tests.Verdicts;

/// <summary>What records say, by themselves and against each other.</summary>
public sealed class VerdictTests
{
    private const string Panic = "<0>[   12.346700] Kernel panic - not syncing: Oops: Fatal exception\n";
    private const string Fault = "<1>[   12.345678] Unable to handle kernel NULL pointer dereference at virtual address 0000000000000000\n";
    private const string Quiet = "[    1.000000] Booting\n[    5.000000] all is well\n";
    private const string Restart = "[   60.000000] reboot: Restarting system\n";

    private static readonly MachineEvidence s_watchdog = MachineEvidence.RegionOnly with { WatchdogBootStatus = 0x20, WatchdogOrigin = "watchdog0" };

    [Theory]
    [InlineData("Panic", Fault + Panic, VerdictKind.Panic, "Kernel panic - not syncing: Oops: Fatal exception")]
    [InlineData("Panic", Quiet, VerdictKind.Panic, null)]
    [InlineData("Oops", Fault, VerdictKind.Oops, "Unable to handle kernel NULL pointer dereference at virtual address 0000000000000000")]
    [InlineData("Emergency", Quiet, VerdictKind.Intended, "Emergency")]
    [InlineData("Restart", Quiet, VerdictKind.Intended, "Restart")]
    [InlineData("Halt", Quiet, VerdictKind.Intended, "Halt")]
    [InlineData("Poweroff", Quiet, VerdictKind.Intended, "Poweroff")]
    [InlineData("Shutdown", Quiet, VerdictKind.Intended, "Shutdown")]
    [InlineData("Unknown", Fault + Panic, VerdictKind.Panic, "Kernel panic - not syncing: Oops: Fatal exception")]
    [InlineData("Unknown", Fault, VerdictKind.Oops, "Unable to handle kernel NULL pointer dereference at virtual address 0000000000000000")]
    public void A_dump_says_why_it_was_made(string reason, string text, VerdictKind kind, string? headline)
    {
        BootVerdict verdict = Find(Dump(reason, text));
        Assert.Equal((kind, headline), (verdict.Kind, verdict.Reason));
        Assert.StartsWith("dmesg-ramoops-0 is a dump of ", Assert.Single(verdict.Evidence), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_dumps_the_newest_counts_and_of_one_boot_the_panic()
    {
        RecoveredRecord oops = Dump("Oops", Fault, 20), panic = Dump("Panic", Panic, 10), restart = Dump("Restart", Quiet, 30);
        Assert.Equal(VerdictKind.Oops, Find(panic, oops).Kind);
        Assert.Equal(VerdictKind.Intended, Find(panic, oops, restart).Kind);
        Assert.Equal(VerdictKind.Panic, Find(Previous(panic), Previous(oops), Previous(restart)).Kind);
        Assert.Equal(VerdictKind.Intended, Find(Previous(oops), Previous(restart)).Kind);
        Assert.Equal(VerdictKind.Oops, Find(Previous(oops), panic with { Time = new RecordTime(99, 0) }).Kind);
    }

    [Fact]
    public void Dumps_without_a_time_go_by_their_count()
    {
        RecoveredRecord first = RecordMergeTests.Zone(ZoneKind.Dmesg, "Oops#1 Part1\n" + Fault), second = RecordMergeTests.Zone(ZoneKind.Dmesg, "Panic#2 Part1\n" + Panic);
        Assert.Equal(VerdictKind.Panic, Find(first, second).Kind);
        Assert.Equal(VerdictKind.Panic, Find(second, first).Kind);
    }

    [Theory]
    [InlineData(BootRelation.Previous, true)]
    [InlineData(BootRelation.Unknown, true)]
    [InlineData(BootRelation.Current, false)]
    [InlineData(BootRelation.Earlier, false)]
    public void Only_the_boot_before_counts(BootRelation boot, bool counts)
    {
        Assert.Equal(counts ? VerdictKind.Panic : VerdictKind.Unclean, Find(Dump("Panic", Panic) with { Boot = boot }, Console(Quiet)).Kind);
        Assert.Equal(counts, Find(Console(Quiet) with { Boot = boot }).Kind == VerdictKind.Unclean);
        Assert.Equal(counts, Find(Pmsg("reason: x\n") with { Boot = boot }).Kind == VerdictKind.Intended);
    }

    [Theory]
    [InlineData(RecordOrigin.Live, true)]
    [InlineData(RecordOrigin.BehindScanEnd, true)]
    [InlineData(RecordOrigin.NoHeaderLine, true)]
    [InlineData(RecordOrigin.Appended, true)]
    [InlineData(RecordOrigin.Linear, true)]
    [InlineData(RecordOrigin.SignatureFlipped, true)]
    [InlineData(RecordOrigin.HeaderLost, true)]
    [InlineData(RecordOrigin.Cleared, false)]
    [InlineData(RecordOrigin.StaleTail, false)]
    public void What_was_cleared_or_left_over_does_not_count(RecordOrigin origin, bool counts)
    {
        BootVerdict verdict = Find(Dump("Panic", Panic) with { Origin = origin }, Console(Quiet));
        Assert.Equal(counts ? VerdictKind.Panic : VerdictKind.Unclean, verdict.Kind);
        Assert.Equal(origin is RecordOrigin.SignatureFlipped or RecordOrigin.HeaderLost, verdict.Evidence[0].Contains("header is damaged", StringComparison.Ordinal));
    }

    [Fact]
    public void A_dump_with_a_header_stands_above_a_newer_one_without() =>
        Assert.Equal(VerdictKind.Oops, Find(Dump("Panic", Panic, 99) with { Origin = RecordOrigin.HeaderLost }, Dump("Oops", Fault, 1)).Kind);

    [Fact]
    public void What_the_caller_knows_as_old_does_not_count()
    {
        RecoveredRecord old = Dump("Panic", Panic), console = Console(Quiet + Restart);
        Assert.Equal(VerdictKind.Intended, VerdictFinder.Find(Region(old, Console(Quiet + Restart)), MachineEvidence.RegionOnly, record => record == old).Kind);
        Assert.Equal(VerdictKind.Unknown, VerdictFinder.Find(Region(old, console), MachineEvidence.RegionOnly, _ => true).Kind);
    }

    [Fact]
    public void A_panic_of_no_known_boot_is_not_that_of_a_boot_that_ended_in_order()
    {
        Assert.Equal(VerdictKind.Intended, Find(Dump("Panic", Panic), Console(Quiet + Restart)).Kind);
        Assert.Equal(VerdictKind.Panic, Find(Dump("Panic", Panic), Console(Quiet)).Kind);
        Assert.Equal(VerdictKind.Panic, Find(Previous(Dump("Panic", Panic)), Console(Quiet + Restart)).Kind);
        Assert.Equal(VerdictKind.Oops, Find(Dump("Oops", Fault), Console(Quiet + Restart)).Kind);
    }

    [Fact]
    public void A_reason_of_user_space_stands_below_a_dump_and_above_the_console()
    {
        RecoveredRecord reason = Pmsg("- +9.0 b=1a2b3c4d reason: update\n");
        BootVerdict verdict = Find(reason, Console(Quiet));
        Assert.Equal((VerdictKind.Intended, "update"), (verdict.Kind, verdict.Reason));
        Assert.Equal("update", Find(reason, Console(Quiet + Restart)).Reason);
        BootVerdict crashed = Find(reason, Console(Quiet + Panic));
        Assert.Equal(VerdictKind.Intended, crashed.Kind);
        Assert.Contains(crashed.Evidence, line => line.Contains("has a panic", StringComparison.Ordinal));
        Assert.Equal(VerdictKind.Oops, Find(reason, Dump("Oops", Fault)).Kind);
        Assert.Equal(VerdictKind.Unclean, Find(Pmsg("no word of it\n"), Console(Quiet)).Kind);
    }

    [Theory]
    [InlineData("", Quiet, VerdictKind.Intended, null)]
    [InlineData("- +19.0 b=1a2b3c4d heartbeat: beat 9, every 1.000 s\n", Quiet, VerdictKind.Intended, "the machine went on for 10 s at least after that, and nothing shows a restart")]
    [InlineData("- +200.0 b=1a2b3c4d heartbeat: beat 9, every 1.000 s\n", Quiet, VerdictKind.Unclean, "but the machine went on for 191 s at least after that")]
    [InlineData("", Quiet + "[  300.000000] eth0: link up\n", VerdictKind.Unclean, "but the machine went on for 291 s at least after that")]
    [InlineData("- +200.0 b=1a2b3c4d heartbeat: beat 9, every 1.000 s\n", Quiet + Restart, VerdictKind.Intended, null)]
    [InlineData("- +3.0 b=00000002 user: next\n", Quiet, VerdictKind.Unclean, "but a later boot has written behind it")]
    [InlineData("- +200.0 b=1a2b3c4d user: x\n", Quiet + Panic, VerdictKind.Panic, "but the machine went on for 191 s at least after that")]
    public void A_reason_counts_where_the_end_came_soon_after_it(string later, string console, VerdictKind kind, string? evidence)
    {
        BootVerdict verdict = Find(Pmsg("- +9.0 b=1a2b3c4d reason: update\n" + later), Console(console));
        Assert.Equal(kind, verdict.Kind);
        if (evidence == null) Assert.DoesNotContain(verdict.Evidence, line => line.Contains("went on", StringComparison.Ordinal));
        else Assert.Contains(verdict.Evidence, line => line.Contains("the reason 'update'", StringComparison.Ordinal) && line.Contains(evidence, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_a_ring_in_two_readings_the_one_that_ends_in_order_is_right()
    {
        RecoveredRecord turned = Console(Restart + Quiet + "x\n" + string.Concat(Enumerable.Repeat("[   2.0] y\n", 40)));
        Assert.Equal(VerdictKind.Intended, Find(turned, Console(Quiet + Restart) with { Origin = RecordOrigin.Linear }).Kind);
    }

    [Fact]
    public void What_the_watchdog_says_does_not_outweigh_a_crash_or_an_intended_end()
    {
        Assert.Equal(VerdictKind.Panic, Find(s_watchdog, Dump("Panic", Panic)).Kind);
        Assert.Equal(VerdictKind.Intended, Find(s_watchdog, Console(Quiet + Restart)).Kind);
        Assert.Equal(VerdictKind.Watchdog, Find(s_watchdog, Console(Quiet)).Kind);
    }

    [Fact]
    public void Hostile_text_is_carried_and_nothing_more()
    {
        var random = new Random(4);
        for (int round = 0; round < 200; round++)
        {
            byte[] noise = new byte[random.Next(3000)];
            random.NextBytes(noise);
            string text = Encoding.Latin1.GetString(noise);
            BootVerdict verdict = Find(Console(text + "\n"), Pmsg(text), Dump("Unknown", text));
            Assert.Equal(VerdictKind.Unclean, verdict.Kind);
        }
    }

    internal static BootVerdict Find(params RecoveredRecord[] records) => Find(MachineEvidence.RegionOnly, records);

    internal static BootVerdict Find(MachineEvidence machine, params RecoveredRecord[] records) => VerdictFinder.Find(Region(records), machine);

    internal static RecoveredRecord Console(string text) => RecordMergeTests.Zone(ZoneKind.Console, text);

    private static RecoveredRegion Region(params RecoveredRecord[] records) => RecoveredRegion.Nothing with { Records = records };

    private static RecoveredRecord Pmsg(string text) => RecordMergeTests.Zone(ZoneKind.Pmsg, text);

    private static RecoveredRecord Previous(RecoveredRecord record) => record with { Boot = BootRelation.Previous };

    private static RecoveredRecord Dump(string reason, string text, long seconds = 5) =>
        RecordMergeTests.Zone(ZoneKind.Dmesg, $"{reason}#1 Part1\n{text}") with { Time = new RecordTime(seconds, 0) };
}
