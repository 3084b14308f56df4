using Pstore.Recovery;
using Pstore.Tests.Building;
using Pstore.Text;
using Pstore.Verdicts;
using Xunit;

namespace Pstore.Tests.Verdicts;

/// <summary>Whole regions: real crashes, and what it means that nothing is there.</summary>
public sealed class MemoryVerdictTests
{
    private static readonly KernelVersion s_kernel = KernelVersion.TryParse("6.1.192", out KernelVersion kernel) ? kernel : default;

    private static readonly MachineEvidence s_bound = MachineEvidence.RegionOnly with { DriverBound = true, FilesRead = true };

    public static TheoryData<string> Captures => [.. Fixtures.CaptureNames];

    [Theory]
    [MemberData(nameof(Captures))]
    public void Every_real_crash_is_one(string name)
    {
        var capture = new Capture(name);
        BootVerdict verdict = VerdictFinder.Find(RegionRecovery.Recover(capture.Region, RecoveryOptions.Nothing), MachineEvidence.RegionOnly);
        Assert.Equal(VerdictKind.Panic, verdict.Kind);
        Assert.StartsWith("Kernel panic - not syncing", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_without_a_signature_has_lost_its_contents()
    {
        RegionBuilder noise = Builder();
        noise.Fill(new Random(5));
        foreach (byte[] bytes in (byte[][])[new byte[1 << 16], noise.Bytes])
            Assert.Equal(VerdictKind.PowerLoss, Find(bytes, MachineEvidence.RegionOnly).Kind);
    }

    [Fact]
    public void Zones_that_are_empty_were_kept()
    {
        RegionBuilder builder = Builder();
        builder.Boot();
        BootVerdict verdict = Find(builder.Bytes, MachineEvidence.RegionOnly with { DriverBound = false });
        Assert.Equal(VerdictKind.Unknown, verdict.Kind);
        Assert.Contains("memory was kept", verdict.Evidence[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_console_that_the_driver_did_not_find_was_lost_with_the_power()
    {
        RegionBuilder builder = Builder();
        builder.Boot();
        builder.Console("[    1.000000] this boot\n");
        Assert.Equal(VerdictKind.PowerLoss, Find(builder.Bytes, s_bound).Kind);
        Assert.Equal(VerdictKind.Unknown, Find(builder.Bytes, s_bound with { FilesRead = false }).Kind);
        Assert.Equal(VerdictKind.Watchdog, Find(builder.Bytes, s_bound with { ResetCause = "WDG", ResetCauseOrigin = "chosen" }).Kind);
    }

    [Fact]
    public void Traces_of_an_earlier_boot_show_that_memory_was_kept()
    {
        RegionBuilder builder = Builder();
        builder.Boot();
        builder.Console(string.Concat(Enumerable.Range(10, 40).Select(second => $"[   {second}.000000] the boot before says this\n")));
        builder.Boot();
        builder.Console("[    1.000000] this boot\n");
        BootVerdict verdict = Find(builder.Bytes, s_bound);
        Assert.Equal(VerdictKind.Unknown, verdict.Kind);
        Assert.Contains("kept", verdict.Evidence[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POR", 0u)]
    [InlineData("power-on reset", 0u)]
    [InlineData("BROWNOUT", 0u)]
    [InlineData(null, 0x10u)]
    [InlineData(null, 0x40u)]
    public void A_machine_that_says_so_lost_its_power(string? cause, uint status)
    {
        RegionBuilder builder = Builder();
        builder.Boot();
        MachineEvidence machine = MachineEvidence.RegionOnly with { ResetCause = cause, ResetCauseOrigin = "chosen", WatchdogBootStatus = status, WatchdogOrigin = "watchdog0" };
        Assert.Equal(VerdictKind.PowerLoss, Find(builder.Bytes, machine).Kind);
    }

    [Theory]
    [InlineData("report")]
    [InlineData("portable")]
    [InlineData("unknown")]
    public void Other_words_say_nothing(string cause)
    {
        RegionBuilder builder = Builder();
        builder.Boot();
        Assert.Equal(VerdictKind.Unknown, Find(builder.Bytes, MachineEvidence.RegionOnly with { ResetCause = cause, ResetCauseOrigin = "chosen" }).Kind);
    }

    [Fact]
    public void Where_nothing_could_be_read_nothing_is_known()
    {
        Assert.Equal(VerdictKind.Unknown, VerdictFinder.Find(RecoveredRegion.Nothing, new MachineEvidence()).Kind);
        Assert.Equal(VerdictKind.Unknown, VerdictFinder.Find(RecoveredRegion.Nothing, new MachineEvidence { FilesRead = true, DriverBound = true }).Kind);
    }

    private static RegionBuilder Builder() =>
        new(new RegionSetup { Kernel = s_kernel, MemSize = 1 << 16, RecordSize = 0x4000, ConsoleSize = 0x4000, PmsgSize = 0x1000 });

    /// <summary>The boots of the records as the machine would label them.</summary>
    private static BootVerdict Find(byte[] bytes, MachineEvidence machine)
    {
        RecoveredRegion region = RegionRecovery.Recover(bytes, RecoveryOptions.Nothing);
        bool bound = machine.DriverBound == true;
        List<RecoveredRecord> records = new BootLabels(bound, new LogFingerprint(default)).Apply(RecordMerge.Merge(region.Records, [], bound));
        return VerdictFinder.Find(region with { Records = records }, machine);
    }
}
