using System.Text;
using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Recovery;
using Pstore.Text;
using Xunit;

namespace Pstore.Tests.Recovery;

/// <summary>Real crashes, read with nothing known beforehand.</summary>
public sealed class CaptureRecoveryTests
{
    public static TheoryData<string> Captures => [.. Fixtures.CaptureNames];

    [Theory]
    [MemberData(nameof(Captures))]
    public void Finds_layout_and_kernel_by_itself(string name)
    {
        var capture = new Capture(name);
        RecoveredRegion region = RegionRecovery.Recover(capture.Region, RecoveryOptions.Nothing);

        Assert.Equal(Certainty.Found, region.Kernel.Certainty);
        Assert.Equal(capture.Kernel, region.Kernel.Version);
        RamoopsLayout wanted = RamoopsLayout.Compute(capture.Parameters, capture.Kernel).Layout!;
        Assert.Equal(wanted.Zones, region.Layout!.Zones);
        foreach ((string parameter, Certainty certainty) in region.Certainties)
        {
            // One ftrace zone may be an undivided one or that of a single CPU: only then may flags be a guess.
            if (certainty == Certainty.Guessed) Assert.Contains(parameter, (string[])["flags", "cpus"]);
        }
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void Gives_all_that_the_kernel_showed_and_more_of_what_it_could_not_read(string name)
    {
        var capture = new Capture(name);
        RecoveredRegion region = RegionRecovery.Recover(capture.Region, RecoveryOptions.Nothing);

        foreach ((string file, byte[] content) in capture.Shown)
        {
            string record = file.Replace(".enc.z", "", StringComparison.Ordinal);
            RecoveredRecord found = region.Records.Single(candidate => candidate.Name == record);
            if (found.Kind == ZoneKind.Ftrace) continue;
            if (file.EndsWith(".enc.z", StringComparison.Ordinal))
            {
                Assert.False(found.Packing.IsWhole);
                Assert.True(DumpText.StartsLikeDump(found.Content.Span));
                Assert.True(found.Content.Length > 100);
                continue;
            }

            string shown = Encoding.Latin1.GetString(content);
            if (capture.Parameters.EccSize > 0) shown = shown[..shown.LastIndexOf("\nECC: ", StringComparison.Ordinal)];
            Assert.Equal(shown, Encoding.Latin1.GetString(found.Content.Span));
        }
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void Names_the_crash(string name)
    {
        RecoveredRegion region = RegionRecovery.Recover(new Capture(name).Region, RecoveryOptions.Nothing);
        RecoveredRecord dump = region.Records.First(record => record.Kind == ZoneKind.Dmesg);
        if (!dump.Packing.IsWhole) return;

        string shown = Encoding.UTF8.GetString(dump.Content.Span);
        string panic = shown.Split('\n').Last(line => line.Contains("Kernel panic - not syncing", StringComparison.Ordinal));

        CrashReport? crash = CrashReport.Find(dump.Content.Span, 5);

        Assert.NotNull(crash);
        Assert.EndsWith(crash.Headline, panic, StringComparison.Ordinal);
        Assert.StartsWith("Kernel panic - not syncing", crash.Headline, StringComparison.Ordinal);
        Assert.Contains(crash.CallTrace, frame => frame.StartsWith("panic+0x", StringComparison.Ordinal));
        Assert.Equal(5, crash.Before.Count);
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void Damage_within_what_ecc_repairs_changes_nothing(string name)
    {
        var capture = new Capture(name);
        if (capture.BeforeDamage == null) return;
        RecoveredRegion before = RegionRecovery.Recover(capture.BeforeDamage, RecoveryOptions.Nothing);
        RecoveredRegion after = RegionRecovery.Recover(capture.Region, RecoveryOptions.Nothing);

        int compared = 0;
        foreach (RecoveredRecord record in before.Records)
        {
            RecoveredRecord other = after.Records.Single(candidate => candidate.Name == record.Name);
            if (other.Ecc.BadBlocks > 0) continue;
            Assert.True(other.Ecc.CorrectedBytes > 0 || record.Raw.Span.SequenceEqual(other.Raw.Span));
            Assert.Equal(record.Content.ToArray(), other.Content.ToArray());
            compared++;
        }

        Assert.True(compared > 0);
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void Every_dump_says_why_it_was_made(string name)
    {
        RecoveredRegion region = RegionRecovery.Recover(new Capture(name).Region, RecoveryOptions.Nothing);
        foreach (RecoveredRecord record in region.Records.Where(record => record.Kind == ZoneKind.Dmesg))
        {
            Assert.True(DumpText.TryParse(record.Content.Span, out string reason, out int count, out int part, out _));
            Assert.Contains(reason, (string[])["Panic", "Oops"]);
            Assert.True(count >= 1);
            Assert.Equal(1, part);
            Assert.NotNull(record.Time);
        }
    }
}
