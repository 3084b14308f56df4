using Pstore.Ecc;

namespace Pstore.Ram;

/// <summary>One persistent_ram zone: 12 bytes of header, a ring of data, parity if ECC is on (fs/pstore/ram_core.c).</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Index">Number among the zones of its kind, from 0.</param>
/// <param name="Count">How many zones of its kind there are.</param>
/// <param name="Offset">Byte offset in the region.</param>
/// <param name="Size">Bytes, header and parity included.</param>
/// <param name="Ecc">Where data and parity lie in it.</param>
public sealed record Zone(ZoneKind Kind, int Index, int Count, int Offset, int Size, EccGeometry Ecc)
{
    /// <summary>Bytes that the ring can hold.</summary>
    public int DataSize => Ecc.DataSize;

    /// <summary>Offset of the byte behind the zone.</summary>
    public int End => Offset + Size;

    /// <summary>"dmesg 3", or the kind alone where there is one such zone.</summary>
    public string Name => Count > 1 || Kind == ZoneKind.Dmesg ? $"{Kind.Name()} {Index}" : Kind.Name();

    /// <summary>The number in the name of its record: the zone's own for dmesg, 0 for the others.</summary>
    public int RecordId => Kind == ZoneKind.Dmesg ? Index : 0;

    /// <summary>Where its data begins in the region.</summary>
    public int DataOffset => Offset + Limits.ZoneHeaderSize;
}
