using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Recovery;
using Pstore.Tests.Building;
using Xunit;

namespace Pstore.Tests.Properties;

/// <summary>Layouts found from the bytes alone.</summary>
public sealed class ProbeTests
{
    private const int Regions = 600;

    [Fact]
    public void Finds_most_layouts_and_never_calls_a_wrong_one_certain()
    {
        int right = 0;
        var wrong = new List<string>();
        for (int seed = 0; seed < Regions; seed++)
        {
            RandomRegion random = RandomRegion.Create(seed);
            RecoveredRegion region = RegionRecovery.Recover(random.Region.Bytes, RecoveryOptions.Nothing);
            bool same = region.Layout is RamoopsLayout layout && RegionCase.Map(random.Region).SequenceEqual(RegionCase.Map(layout));
            if (same) right++;
            else if (region.Layout != null && !region.Certainties.Values.Contains(Certainty.Guessed)) wrong.Add(random.ToString());
        }

        Assert.Empty(wrong);
        Assert.True(right > Regions * 8 / 10, $"{right} of {Regions}");
    }
}
