using Pstore;
using Pstore.Ecc;
using Pstore.Ram;
using PstoreAgent.Discovery;

namespace PstoreAgent.Control.Pmsg;

/// <summary>How long a record may be: what the ring of the pmsg zone holds.</summary>
internal static class PmsgLimit
{
    /// <summary>Bytes of data in the zone; null where nothing tells of it.</summary>
    public static int? Of(DiscoveryResult discovery)
    {
        if (ZoneSize(discovery) is not (> Limits.ZoneHeaderSize and <= int.MaxValue and { } size)) return null;
        return EccGeometry.TryCreate((int)size, discovery.Chosen?.Ecc ?? 0, newFormula: true, out EccGeometry ecc) ? ecc.DataSize : null;
    }

    /// <summary>Bytes of the zone: as the driver shows it, else as the kernel rounds what was asked for; null where nothing tells.</summary>
    public static long? ZoneSize(DiscoveryResult discovery)
    {
        IomemZone? shown = discovery.Candidates.SelectMany(candidate => candidate.Zones).FirstOrDefault(zone => zone.Kind == ZoneKind.Pmsg);
        return shown?.Size ?? (discovery.Chosen?.PmsgSize is { } asked ? PowerOfTwo.RoundDown(asked) : null);
    }
}
