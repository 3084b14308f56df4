using Pstore;
using Pstore.Ram;
using Pstore.Recovery;

namespace PstoreAgent.Sources;

/// <summary>Tells which zones were written while they were copied.</summary>
internal static class RegionChanges
{
    public static IEnumerable<Diagnostic> Of(Snapshot snapshot, RecoveredRegion region)
    {
        foreach (AttachedZone zone in region.Zones)
        {
            long bytes = 0;
            foreach (ByteRange range in snapshot.Unstable)
            {
                long from = Math.Max(range.Start, zone.Zone.Offset + region.Base), to = Math.Min(range.End, zone.Zone.End + region.Base);
                bytes += Math.Max(0, to - from);
            }

            if (bytes == 0) continue;
            yield return new Diagnostic(DiagnosticId.RegionChanging, Severity.Note,
                $"up to {bytes} bytes changed while they were read; read again for the newest", zone.Zone.Name, zone.Zone.Offset);
        }
    }
}
