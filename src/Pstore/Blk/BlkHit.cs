using Pstore.Ram;

namespace Pstore.Blk;

/// <summary>Bytes that look like the header of a zone, or like that of a dump in one.</summary>
/// <param name="Offset">Byte offset of the zone's header in the store.</param>
/// <param name="Kind">What the zone holds.</param>
/// <param name="Header">The zone's header.</param>
/// <param name="BigEndian">Byte order.</param>
/// <param name="HasSignature">Whether the signature is right; else only the magic number of a dump is there.</param>
/// <param name="HasMagic">Whether the magic number of a dump stands behind the header.</param>
public sealed record BlkHit(long Offset, ZoneKind Kind, ZoneHeader Header, bool BigEndian, bool HasSignature, bool HasMagic)
{
    /// <summary>Whether a ramoops region could have such a header too: a dmesg zone's signature is the same in both.</summary>
    internal bool IsLikeRamoops => Kind == ZoneKind.Dmesg && !HasMagic;

    /// <summary>Bytes of the smallest zone that holds what the header says.</summary>
    internal long LeastSize => Limits.ZoneHeaderSize + (long)Header.Size;

    /// <summary>Whether the ring has gone round: it is full then, and its size is that of the zone.</summary>
    internal bool IsWrapped => Kind != ZoneKind.Dmesg && HasSignature && Header.Start < Header.Size;
}
