using Pstore.Ram;

namespace Pstore.Blk;

/// <summary>What both views of a store have to know of its zones.</summary>
internal static class BlkAttachment
{
    /// <summary>A zone judged by its header, or marked as one in a bad block.</summary>
    public static AttachedZone Attach(ReadOnlyMemory<byte> store, Zone zone, bool bigEndian, IReadOnlyList<BlkBadRange>? bad) =>
        BlkBadRange.Touches(bad, zone) ? AttachedZone.InBadBlock(zone, ZoneFormat.Blk) : AttachedZone.AttachBlk(store, zone, bigEndian);

    /// <summary>
    /// A ring whose start is behind its valid bytes but within the zone: reading it fails, and with it the recovery of the
    /// whole store (psz_recover_zone). A start beyond the zone only has that zone passed over.
    /// </summary>
    public static AttachedZone? FindFailing(IReadOnlyList<AttachedZone> zones)
    {
        foreach (AttachedZone zone in zones)
            if (zone.State == ZoneState.StartExceedsSize && zone.Header.Start <= (uint)zone.Zone.DataSize) return zone;
        return null;
    }
}
