using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Recovery;
using Xunit;

namespace Pstore.Tests.Recovery;

/// <summary>A copy of a region that ends too early, and sizes that don't fit the bytes.</summary>
public sealed class CutImageTests
{
    private static readonly byte[] s_region = Fixtures.Gunzip("captures/01-one-panic/region.bin.gz");

    [Theory]
    [InlineData(200_000)]
    [InlineData(300_000)]
    [InlineData(500_000)]
    [InlineData(700_001)]
    [InlineData(1_010_000)]
    public void A_dump_before_the_end_is_recovered_whole(int length)
    {
        RecoveredRegion whole = RegionRecovery.Recover(s_region, RecoveryOptions.Nothing);
        RecoveredRegion cut = RegionRecovery.Recover(s_region.AsMemory(0, length), RecoveryOptions.Nothing);
        RecoveredRecord dump = Assert.Single(cut.Records, record => record.Kind == ZoneKind.Dmesg && record.Origin == RecordOrigin.Live);
        Assert.Equal(whole.Records.Single(record => record.Kind == ZoneKind.Dmesg).Content.ToArray(), dump.Content.ToArray());
    }

    [Fact]
    public void Sizes_that_no_header_fits_are_not_called_lost_headers()
    {
        RecoveredRegion region = RegionRecovery.Recover(s_region, new RecoveryOptions(new KnownParameters(RecordSize: 1 << 30)));
        Assert.Null(region.Layout);
        Assert.Contains(region.Diagnostics, diagnostic => diagnostic.Id == DiagnosticId.SizesContradicted);
    }
}
