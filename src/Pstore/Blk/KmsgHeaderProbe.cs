using Pstore.Ram;

namespace Pstore.Blk;

/// <summary>Tells from the dumps of a store which machine wrote them.</summary>
internal static class KmsgHeaderProbe
{
    /// <summary>The layout that fits most headers; without any, that of the word size.</summary>
    /// <param name="zones">The zones of the store.</param>
    /// <param name="bigEndian">Byte order.</param>
    /// <param name="wordSize">Bytes of the writer's unsigned long, or null.</param>
    public static KmsgHeaderLayout Find(IReadOnlyList<AttachedZone> zones, bool bigEndian, int? wordSize)
    {
        KmsgHeaderLayout best = wordSize == 4 ? KmsgHeaderLayout.Narrow : KmsgHeaderLayout.Wide;
        int most = 0;
        foreach (KmsgHeaderLayout layout in KmsgHeaderLayout.All)
        {
            if (wordSize is { } given && layout.WordSize != given) continue;
            int fitting = 0;
            foreach (AttachedZone zone in zones)
            {
                if (zone.Zone.Kind == ZoneKind.Dmesg && KmsgHeader.HasMagic(zone.Data.Span, bigEndian) && KmsgHeader.IsPlausible(zone.Data.Span, layout, bigEndian))
                    fitting++;
            }

            if (fitting <= most) continue;
            most = fitting;
            best = layout;
        }

        return best;
    }
}
