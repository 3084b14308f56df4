using Pstore;
using Pstore.Ecc;
using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Recovery;
using Pstore.Retention;
using PstoreAgent.Discovery;
using PstoreAgent.Sources;

namespace PstoreAgent.Control;

/// <summary>
/// What of a region is in use under any layout that the headers or the machine name. After a change of sizes the older headers may be the
/// more, and be followed, while the records of the last crash lie where the newer ones are.
/// </summary>
internal static class RetentionUse
{
    /// <param name="input">The bytes, and what is known of them.</param>
    /// <param name="region">What the headers say.</param>
    /// <param name="discovery">What the machine says; null for an image.</param>
    public static UsedRanges Of(RegionInput input, RecoveredRegion region, DiscoveryResult? discovery)
    {
        var used = new UsedRanges(input.Snapshot.Bytes.Span);
        used.Add(region.Zones, region.Base);
        used.Add(Attached(input, region, input.All), 0);
        foreach (RegionCandidate candidate in discovery?.Candidates ?? [])
            if (candidate.Address == input.Snapshot.Address) used.Add(Attached(input, region, candidate.ToKnown(null) with { Running = input.All.Running }), 0);
        return used;
    }

    private static List<AttachedZone> Attached(RegionInput input, RecoveredRegion region, KnownParameters known)
    {
        ReadOnlyMemory<byte> bytes = input.Snapshot.Bytes;
        KernelVersion kernel = known.Kernel ?? known.Running ?? region.Kernel.Version;
        var sizes = new RamoopsParameters(
            known.MemSize ?? bytes.Length, known.RecordSize ?? 0, known.ConsoleSize ?? 0, known.FtraceSize ?? 0, known.PmsgSize ?? 0,
            known.EccSize ?? 0, known.Flags ?? 0, known.Cpus ?? 1);
        var zones = new List<AttachedZone>();
        foreach (Zone zone in RamoopsLayout.Compute(sizes, kernel).Layout?.Zones ?? [])
        {
            uint signature = ZoneHeader.ExpectedSignature(zone.Kind, kernel);
            zones.Add(AttachedZone.Attach(bytes, zone, signature, region.Writer.BigEndian, ReedSolomonRulesOf.Kernel(kernel), anyKernel: true));
        }

        return zones;
    }
}
