using System.Buffers.Binary;
using Pstore;
using Pstore.Ecc;
using Pstore.Ram;
using PstoreAgent.Sources.Memory;

namespace PstoreAgent.Control;

/// <summary>
/// The stores that clear a zone as the kernel does (persistent_ram_zap): start, size and the header's parity; the
/// signature stays. A reset between any two of them must leave a zone that the next kernel accepts, with the old record
/// or none:
/// <list type="bullet">
/// <item>start goes first. To set any bytes of it to 0 makes it smaller, so that start ≤ size ≤ room holds after each of
/// its stores, however narrow they have to be; the record is then turned, or read from its front.</item>
/// <item>size goes next, with start at 0: each of its stores makes it smaller too, and leaves a shorter record.</item>
/// <item>With ECC the old parity still stands at that time. It takes the header back to the old record as long as no
/// more than half of its bytes differ; beyond that the header is no code word and the kernel takes it as it stands.
/// With two or four bytes of parity a state between may by chance look like a third header: then the record is gone.</item>
/// <item>The parity goes last. Data is overwritten when nothing vouches for it any more.</item>
/// </list>
/// </summary>
internal static class ZonePatches
{
    private const int StartAt = 4, SizeAt = 8, FieldSize = 4;

    /// <summary>The patches in their order.</summary>
    /// <param name="zone">The zone as it was found.</param>
    /// <param name="bytes">Its bytes in memory, before any repair: they must still be there.</param>
    /// <param name="at">Where it begins in the range that is patched.</param>
    /// <param name="bigEndian">Byte order of its header.</param>
    /// <param name="wipe">Whether data and the parity of its blocks become 0 too; zeros have a parity of zeros.</param>
    public static IEnumerable<MemoryPatch> Clear(AttachedZone zone, ReadOnlyMemory<byte> bytes, long at, bool bigEndian, bool wipe)
    {
        EccGeometry ecc = zone.Zone.Ecc;
        yield return new MemoryPatch(at, bytes[..Limits.ZoneHeaderSize], default);
        yield return new MemoryPatch(at + StartAt, default, default, FieldSize);
        yield return new MemoryPatch(at + SizeAt, default, default, FieldSize);

        // A header that is none after repair has no parity to keep up: the next kernel writes all of it anew.
        if (ecc.EccSize > 0 && zone.State != ZoneState.BadSignature)
            yield return new MemoryPatch(at + ecc.HeaderParityOffset, bytes[ecc.HeaderParityOffset..], Parity(zone.Header.Signature, ecc.EccSize, bigEndian));
        if (wipe) yield return new MemoryPatch(at + Limits.ZoneHeaderSize, default, default, ecc.HeaderParityOffset - Limits.ZoneHeaderSize);
    }

    private static byte[] Parity(uint signature, int size, bool bigEndian)
    {
        Span<byte> header = stackalloc byte[Limits.ZoneHeaderSize];
        header.Clear();
        if (bigEndian) BinaryPrimitives.WriteUInt32BigEndian(header, signature);
        else BinaryPrimitives.WriteUInt32LittleEndian(header, signature);
        byte[] parity = new byte[size];
        ReedSolomon.ForParity(size).Encode(header, parity);
        return parity;
    }
}
