using System.Numerics;
using Pstore.Ram;

namespace Pstore.Blk;

/// <summary>Tells zones that were ever written from those that hold whatever was on the device before.</summary>
public static class BlkZones
{
    /// <summary>Bytes of a zone's front that tell.</summary>
    public const int StartSize = 64;

    /// <summary>Whether a zone has to be read at all: it has its signature, or one with a few flipped bits, or the magic number of a dump.</summary>
    /// <param name="zoneStart">At least the first <see cref="StartSize"/> bytes of the zone.</param>
    /// <param name="zone">The zone.</param>
    /// <param name="bigEndian">Byte order.</param>
    public static bool IsInUse(ReadOnlySpan<byte> zoneStart, Zone zone, bool bigEndian)
    {
        if (zoneStart.Length < Limits.ZoneHeaderSize) return false;
        uint signature = ZoneHeader.Read(zoneStart, bigEndian, ZoneFormat.Blk).Signature;
        uint expected = ZoneFormat.Blk.Signature(zone.Kind, default);
        if (BitOperations.PopCount(signature ^ expected) <= Limits.MaxFlippedSignatureBits) return true;
        return zone.Kind == ZoneKind.Dmesg && KmsgHeader.HasMagic(zoneStart[Limits.ZoneHeaderSize..], bigEndian);
    }
}
