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
        return Headers(region, shifted, kernel, bigEndian) > Headers(region, layout, kernel, bigEndian) ? shifted : layout;
    }

    private static int Headers(ReadOnlySpan<byte> region, RamoopsLayout layout, KernelVersion kernel, bool bigEndian)
    {
        int found = 0;
        foreach (Zone zone in layout.Zones)
        {
            if (zone.Offset + Limits.ZoneHeaderSize > region.Length) continue;
            if (ZoneHeader.Read(region[zone.Offset..], bigEndian).Signature == ZoneHeader.ExpectedSignature(zone.Kind, kernel)) found++;
        }

        return found;
    }
}
