using Pstore.Blk;
using Pstore.Recovery;
using Pstore.Verdicts;
using Xunit;

namespace Pstore.Tests.Verdicts;

/// <summary>What it means that a block store has nothing: it keeps its bytes without power.</summary>
public sealed class StoreVerdictTests
{
    private const int Size = 128 << 10;

    private static readonly MachineEvidence s_store = new() { StoreRead = true };

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void A_blank_store_was_not_written_and_lost_nothing(byte fill)
    {
        byte[] bytes = new byte[Size];
        bytes.AsSpan().Fill(fill);
        RecoveredRegion known = BlkRecovery.Recover(bytes, new BlkRecoveryOptions(new KnownBlkParameters(Size, 16 << 10, 4 << 10, 8 << 10, 8 << 10, 2)));
        Assert.NotNull(known.Layout);
        foreach (BootVerdict verdict in (BootVerdict[])[
            VerdictFinder.Find(known, MachineEvidence.RegionOnly),
            VerdictFinder.Find(known, s_store with { DriverBound = true, FilesRead = true }),
            VerdictFinder.Find(BlkRecovery.Recover(bytes, BlkRecoveryOptions.Nothing), s_store)])
        {
            Assert.Equal(VerdictKind.Unknown, verdict.Kind);
            Assert.Equal(["nothing was recorded"], verdict.Evidence);
        }
    }

    [Fact]
    public void What_the_driver_has_and_nobody_read_may_tell_all_the_same()
    {
        BootVerdict verdict = VerdictFinder.Find(RecoveredRegion.Nothing, s_store with { DriverBound = true });
        Assert.Equal(VerdictKind.Unknown, verdict.Kind);
        Assert.Contains("was not read", verdict.Evidence[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_that_says_so_lost_its_power_all_the_same()
    {
        BootVerdict verdict = VerdictFinder.Find(RecoveredRegion.Nothing, s_store with { ResetCause = "POR", ResetCauseOrigin = "chosen" });
        Assert.Equal((VerdictKind.PowerLoss, "POR"), (verdict.Kind, verdict.Reason));
    }
}
