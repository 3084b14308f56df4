using System.Buffers.Binary;
using System.Numerics;

namespace Pstore.Retention;

/// <summary>
/// What a retention pattern is made of. It is stored in the pattern itself, many times, little-endian:
/// <code>
/// 0   u64 "PSTORET1"
/// 8   u64 seed
/// 16  u64 slots    bit i: dmesg zone i is filled
/// 24  u64 boot     of the boot that wrote it
/// 32  u32 bytes from one dmesg zone to the next; the first begins at 0
/// 36  u32 offset of the data in a zone
/// 40  u32 bytes of data in a zone that are filled
/// 44  u32 0
/// 48  u64 checksum of the bytes before (FNV-1a)
/// </code>
/// </summary>
/// <param name="Seed">Of the pattern.</param>
/// <param name="Slots">Bit i is set for dmesg zone i.</param>
/// <param name="Boot">Something that differs from boot to boot; 0 where nothing tells.</param>
/// <param name="SlotSize">Bytes of a dmesg zone.</param>
/// <param name="DataOffset">Where its data begins.</param>
/// <param name="DataLength">Bytes of its data.</param>
public readonly record struct RetentionNote(ulong Seed, ulong Slots, ulong Boot, int SlotSize, int DataOffset, int DataLength)
{
    /// <summary>Bytes of a note.</summary>
    public const int Size = 56;

    /// <summary>The most dmesg zones that are filled.</summary>
    public const int MaxSlots = 64;

    /// <summary>The most bytes of one zone that are filled: all zones together must fit the memory of a small process.</summary>
    public const int MaxLength = 1 << 16;

    internal const ulong Magic = 0x3154_4552_4F54_5350;

    private const int ChecksumAt = 48;

    /// <summary>How many zones are filled.</summary>
    public int SlotCount => BitOperations.PopCount(Slots);

    /// <summary>Whether zone <paramref name="index"/> is filled.</summary>
    public bool Has(int index) => index < MaxSlots && (Slots >> index & 1) != 0;

    /// <summary>Where the data of a zone begins in the region.</summary>
    public long Start(int index) => ((long)index * SlotSize) + DataOffset;

    /// <summary>Where the data of the last of them ends in the region.</summary>
    public long End => Start(BitOperations.Log2(Slots)) + DataLength;

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(to, Magic);
        BinaryPrimitives.WriteUInt64LittleEndian(to[8..], Seed);
        BinaryPrimitives.WriteUInt64LittleEndian(to[16..], Slots);
        BinaryPrimitives.WriteUInt64LittleEndian(to[24..], Boot);
        BinaryPrimitives.WriteInt32LittleEndian(to[32..], SlotSize);
        BinaryPrimitives.WriteInt32LittleEndian(to[36..], DataOffset);
        BinaryPrimitives.WriteInt32LittleEndian(to[40..], DataLength);
        BinaryPrimitives.WriteInt32LittleEndian(to[44..], 0);
        BinaryPrimitives.WriteUInt64LittleEndian(to[ChecksumAt..], Checksum(to[..ChecksumAt]));
    }

    /// <summary>Reads a note whose checksum is right and whose zones lie in a region of <paramref name="regionSize"/> bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, long regionSize, out RetentionNote note)
    {
        note = default;
        if (BinaryPrimitives.ReadUInt64LittleEndian(from[ChecksumAt..]) != Checksum(from[..ChecksumAt])) return false;
        note = new RetentionNote(
            BinaryPrimitives.ReadUInt64LittleEndian(from[8..]), BinaryPrimitives.ReadUInt64LittleEndian(from[16..]), BinaryPrimitives.ReadUInt64LittleEndian(from[24..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[32..]), BinaryPrimitives.ReadInt32LittleEndian(from[36..]), BinaryPrimitives.ReadInt32LittleEndian(from[40..]));
        if (note is not { Slots: > 0, SlotSize: > 0, DataOffset: >= 0, DataLength: > 0 and <= MaxLength } || (long)note.DataOffset + note.DataLength > note.SlotSize) return false;
        return note.End <= regionSize;
    }

    private static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0xCBF2_9CE4_8422_2325;
        foreach (byte one in bytes) sum = (sum ^ one) * 0x100_0000_01B3;
        return sum;
    }
}
