using Pstore.Ram;
using Pstore.Records;
using Pstore.Recovery;
using Pstore.Tests.Building;
using Xunit;

namespace Pstore.Tests.Properties;

/// <summary>What a simulated kernel wrote, by rules of its own, must be what is read.</summary>
public sealed class RoundTripTests
{
    private const int Regions = 600;

    [Fact]
    public void Layout_is_where_the_writer_put_it()
    {
        for (int seed = 0; seed < Regions; seed++)
        {
            RandomRegion random = RandomRegion.Create(seed);
            RamoopsLayout? layout = RamoopsLayout.Compute(RegionCase.Parameters(random.Setup), random.Region.Kernel).Layout;
            Assert.True(layout != null, random.ToString());
            Assert.True(RegionCase.Map(random.Region).SequenceEqual(RegionCase.Map(layout)), random.ToString());
        }
    }

    [Fact]
    public void Logs_and_dumps_come_back()
    {
        int dumps = 0;
        for (int seed = 0; seed < Regions; seed++)
        {
            RandomRegion random = RandomRegion.Create(seed);
            RecoveredRegion region = RegionRecovery.Recover(random.Region.Bytes, RegionCase.AllKnown(random.Setup, random.Region.Kernel));
            foreach (AttachedZone zone in region.Zones)
            {
                ZoneTruth truth = random.Region.Truth(RegionCase.Built(random.Region, zone.Zone));
                if (truth.Astray) continue;
                Assert.True(truth.Log.AsSpan().SequenceEqual(zone.Log().Span), $"{random}: {zone.Zone.Name}");
                Assert.Equal(default, zone.Ecc);
                if (zone.Zone.Kind == ZoneKind.Dmesg) dumps += AssertDumps(random, region, zone, truth);
            }
        }

        Assert.True(dumps > Regions / 2);
    }

    [Fact]
    public void Traces_come_back_in_the_order_of_their_counters()
    {
        int traces = 0;
        for (int seed = 0; seed < Regions; seed++)
        {
            RandomRegion random = RandomRegion.Create(seed);
            RecoveredRegion region = RegionRecovery.Recover(random.Region.Bytes, RegionCase.AllKnown(random.Setup, random.Region.Kernel));
            RecoveredRecord? record = region.Records.FirstOrDefault(candidate => candidate.Kind == ZoneKind.Ftrace && candidate.Origin == RecordOrigin.Live);
            if (record == null || record.Content.Length / record.Trace!.Value.EntrySize < 16) continue;
            BuiltZone[] zones = random.Region.Zones.Where(zone => zone.Kind == BuiltZoneKind.Ftrace).ToArray();
            if (zones.Any(zone => random.Region.Truth(zone).Astray)) continue;

            // Zones keep the traces of several boots: only within one boot are counters in order.
            FtraceEvent[] events = zones.SelectMany(zone => random.Region.Truth(zone).Events).ToArray();
            if (events.Length == 0 || events.Any(call => call.Boot != events[0].Boot)) continue;
            var read = new List<(ulong, ulong)>();
            for (int at = 0; at < record.Content.Length; at += record.Trace.Value.EntrySize)
            {
                FtraceEntry entry = FtraceReader.Read(record.Content.Span[at..], record.Trace.Value);
                read.Add((Address(entry.Ip, random.Setup), entry.ParentIp));
            }

            // What is cut at the front of a wrapped zone counts as no whole event.
            (ulong, ulong)[] wanted = events.OrderBy(call => call.Stamp).Select(call => (Address(call.Ip, random.Setup), call.ParentIp)).ToArray();
            Assert.True(wanted.SequenceEqual(read), random.ToString());
            traces++;
        }

        Assert.True(traces > 15);
    }

    [Fact]
    public void Damage_that_ecc_can_repair_does_no_harm()
    {
        int repaired = 0;
        for (int seed = 0; seed < Regions; seed++)
        {
            RandomRegion random = RandomRegion.Create(seed);
            int capacity = random.Setup.EccSize / 2;
            if (capacity == 0) continue;
            var chance = new Random(seed);
            foreach (BuiltZone zone in random.Region.Zones)
            {
                if (random.Region.Truth(zone).Log.Length == 0 || random.Region.Truth(zone).Astray) continue;
                Damage.Header(random.Region, zone, chance.Next(capacity + 1), chance, DamageTarget.Both);
                for (int block = 0; block * BuiltZone.BlockSize < random.Region.Truth(zone).Log.Length; block++)
                    Damage.Block(random.Region, zone, block, chance.Next(capacity + 1), chance, DamageTarget.Both);
            }

            RecoveredRegion region = RegionRecovery.Recover(random.Region.Bytes, RegionCase.AllKnown(random.Setup, random.Region.Kernel));
            foreach (AttachedZone zone in region.Zones)
            {
                ZoneTruth truth = random.Region.Truth(RegionCase.Built(random.Region, zone.Zone));
                if (truth.Astray) continue;
                Assert.True(truth.Log.AsSpan().SequenceEqual(zone.Log().Span), $"{random}: {zone.Zone.Name}");
                repaired += zone.Ecc.CorrectedBytes;
            }
        }

        Assert.True(repaired > 1000);
    }

    private static int AssertDumps(RandomRegion random, RecoveredRegion region, AttachedZone zone, ZoneTruth truth)
    {
        int found = 0;
        foreach (StoredDump dump in truth.Dumps)
        {
            byte[]? text = dump.Compressed ? dump.Text : dump.Payload;
            if (text is not { Length: > 0 } || (dump.Compressed && dump.Cut)) continue;
            bool there = region.Records.Any(record =>
                record.ZoneName == zone.Zone.Name && record.Time?.Seconds == dump.Seconds && EndsAlike(record.Content.Span, text));
            Assert.True(there, $"{random}: dump of {dump.Seconds} in {zone.Zone.Name}");
            found++;
        }

        return found;
    }

    /// <summary>A plain record may lose white space at its front, as the kernel swallows it with the header line.</summary>
    private static bool EndsAlike(ReadOnlySpan<byte> read, ReadOnlySpan<byte> written) =>
        written.EndsWith(read) && written.Length - read.Length <= 2;

    private static ulong Address(ulong ip, RegionSetup setup) => ip & ~(ulong)setup.CpuInIpMask;
}
