using System.Text;
using Pstore.Ram;
using Pstore.Recovery;
using Pstore.Text;
using Xunit;

namespace Pstore.Tests.Recovery;

public sealed class BootLabelsTests
{
    private const string Whole = "[    0.000000] Linux version 6.1.192\n[    1.000000] up\n[    5.000000] Kernel panic - not syncing: old\n[    5.100000] ---[ end\n";
    private const string Cut = "[    1.000000] up\n[    5.000000] Kernel panic - not syncing: old\n[    5.100000] ---[ end\n";
    private const string Now = "[    0.000000] Linux version 6.1.192\n[    1.000007] up\n[    2.000000] running\n";
    private const string OldDump = "Panic#1 Part1\n<6>[    1.000000] up\n<0>[    5.000000] Kernel panic - not syncing: old\n<4>[    5.100000] ---[ end\n";
    private const string NewDump = "Oops#1 Part1\n<6>[    1.000007] up\n<6>[    2.000000] running\n";
    private const string OtherDump = "Panic#1 Part1\n<6>[    1.700000] up\n<0>[   77.000000] Kernel panic - not syncing: elsewhere\n<4>[   77.100000] ---[ end\n";
    private const string QuietDump = "Unknown#1 Part1\n<6>[   50.000000] nothing happened\n<6>[   51.000000] at all\n";

    [Fact]
    public void A_dump_with_the_consoles_last_lines_is_of_that_boot()
    {
        Assert.Equal([BootRelation.Previous, BootRelation.Previous], Of(false, "", Dump(OldDump), Console(Whole)));
        Assert.Equal([BootRelation.Previous, BootRelation.Previous], Of(false, "", Dump(OldDump), Console(Cut)));
        Assert.Equal([BootRelation.Previous, BootRelation.Previous, BootRelation.Current], Of(true, Now, Dump(OldDump), Filed(Whole), Console(Now)));
    }

    [Fact]
    public void A_dump_with_lines_of_the_running_log_is_of_this_boot() =>
        Assert.Equal([BootRelation.Current, BootRelation.Previous], Of(true, Now, Dump(NewDump), Filed(Whole)));

    [Fact]
    public void A_crash_that_a_whole_boots_console_lacks_is_of_an_earlier_one()
    {
        Assert.Equal(BootRelation.Earlier, Of(false, "", Dump(OtherDump), Console(Whole))[0]);
        Assert.Equal(BootRelation.Earlier, Of(true, Now, Dump(OtherDump), Filed(Whole), Console(Now))[0]);
    }

    [Fact]
    public void A_block_stores_rings_are_of_this_boot_where_its_console_is()
    {
        RecoveredRecord pmsg = RecordMergeTests.Zone(ZoneKind.Pmsg, "a message\n") with { Backend = "pstore_blk" };
        RecoveredRecord Blk(RecoveredRecord console) => console with { Backend = "pstore_blk" };
        Assert.Equal([BootRelation.Previous, BootRelation.Previous], Of(true, Now, Blk(Console(Whole)), pmsg));
        Assert.Equal([BootRelation.Current, BootRelation.Current], Of(true, Now, Blk(Console(Now)), pmsg));
        Assert.Equal([BootRelation.Current, BootRelation.Previous], Of(true, Now, pmsg with { IsCurrentContent = true }, pmsg));
        Assert.Equal([BootRelation.Current, BootRelation.Previous], Of(true, Now, Console(Now), pmsg));
    }

    [Fact]
    public void Otherwise_nobody_knows()
    {
        Assert.Equal(BootRelation.Unknown, Of(false, "", Dump(OtherDump), Console(Cut))[0]);
        Assert.Equal(BootRelation.Unknown, Of(false, "", Dump(QuietDump), Console(Whole))[0]);
        Assert.Equal(BootRelation.Unknown, Of(false, "", Dump(OtherDump))[0]);
        Assert.Equal(BootRelation.Unknown, Of(true, "", Dump(OldDump), Console(Now))[0]);
        Assert.Equal(BootRelation.Unknown, Of(false, "", RecordMergeTests.Zone(ZoneKind.Ftrace, Whole), Console(Whole))[0]);
    }

    [Fact]
    public void Lines_that_every_boot_logs_at_the_same_time_tell_nothing()
    {
        const string early = "[    0.000000] Booting Linux\n[    0.000000] Linux version 6.1.192\n[    0.050000] smp: up\n";
        Assert.Equal([BootRelation.Unknown, BootRelation.Previous], Of(false, early, Dump("Oops#1 Part1\n" + early), Console(early + "[    3.000000] later\n")));
    }

    [Fact]
    public void A_driver_that_was_bound_and_let_go_leaves_this_boots_logs()
    {
        RecoveredRecord pmsg = RecordMergeTests.Zone(ZoneKind.Pmsg, "hello\n");
        Assert.Equal([BootRelation.Current, BootRelation.Current], Of(false, Now + "[    9.000000] unbound\n", Console(Now), pmsg));
        Assert.Equal([BootRelation.Previous, BootRelation.Previous], Of(false, Now, Console(Whole), pmsg));
    }

    [Fact]
    public void What_lies_behind_a_console_is_told_by_its_lines()
    {
        RecoveredRecord tail = Console(Cut[(Cut.IndexOf('\n', StringComparison.Ordinal) + 1)..]) with { Origin = RecordOrigin.StaleTail, Number = 1 };
        Assert.Equal(BootRelation.Previous, Of(true, Now, Filed(Whole), Console(Now), tail)[2]);
        Assert.Equal(BootRelation.Unknown, Of(true, Now, Console(Now), tail)[1]);
    }

    private static BootRelation[] Of(bool bound, string log, params RecoveredRecord[] records) =>
        [.. new BootLabels(bound, new LogFingerprint(Encoding.ASCII.GetBytes(log))).Apply(records).Select(record => record.Boot)];

    private static RecoveredRecord Dump(string text) => RecordMergeTests.Zone(ZoneKind.Dmesg, text);

    private static RecoveredRecord Console(string text) => RecordMergeTests.Zone(ZoneKind.Console, text);

    private static RecoveredRecord Filed(string text) => RecordMergeTests.File("console-ramoops-0", text);
}
