using Pstore.Ecc;

namespace Pstore.Ram;

/// <summary>
/// Kernels before 4.19 mapped a zone in memory without page structures (no-map) at its address plus the offset of that address
/// in its page: a zone that is not page-aligned really lies there (persistent_ram_iomap, "Fix incorrect persistent ram buffer mapping").
/// Whether memory was mapped so can't be known from parameters, but the headers tell.
/// </summary>
public static class ZoneShift
{
    private const int PageMask = 0xFFF;

    /// <summary>The layout with its zones where such a kernel put them, when more headers stand there; else the layout as it is.</summary>
    /// <param name="region">The region, which begins at a page.</param>
    /// <param name="layout">The layout by parameters.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="bigEndian">Byte order of the headers.</param>
    public static RamoopsLayout Apply(ReadOnlySpan<byte> region, RamoopsLayout layout, KernelVersion kernel, bool bigEndian)
    {
        if (KernelChanges.UnalignedZonesInPlace.In(kernel)) return layout;
        RamoopsLayout shifted = layout with
        {
            Zones = layout.Zones.Select(zone => zone with { Offset = zone.Offset + (zone.Offset & PageMask) }).ToArray(),
        };
        // Only places that one layout has and the other hasn't can tell them apart.
        HashSet<int> straightPlaces = [.. layout.Zones.Select(zone => zone.Offset)], shiftedPlaces = [.. shifted.Zones.Select(zone => zone.Offset)];
        int forShifted = Headers(region, shifted.Zones.Where(zone => !straightPlaces.Contains(zone.Offset)), kernel, bigEndian);
        int forStraight = Headers(region, layout.Zones.Where(zone => !shiftedPlaces.Contains(zone.Offset)), kernel, bigEndian);
        return forShifted > forStraight ? shifted : layout;
    }

    private static int Headers(ReadOnlySpan<byte> region, IEnumerable<Zone> zones, KernelVersion kernel, bool bigEndian)
    {
        Span<byte> header = stackalloc byte[Limits.ZoneHeaderSize];
        int found = 0;
        foreach (Zone zone in zones)
        {
            if (zone.End > region.Length) continue;
            ZoneEcc.RepairHeader(region.Slice(zone.Offset, zone.Size), zone.Ecc, ReedSolomonRules.Lenient, header);
            if (ZoneHeader.Read(header, bigEndian).Signature == ZoneHeader.ExpectedSignature(zone.Kind, kernel)) found++;
        }

        return found;
    }
}
