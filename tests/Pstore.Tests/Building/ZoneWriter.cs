using System.Buffers.Binary;

namespace Pstore.Tests.Building;

/// <summary>
/// Writes one zone as the kernel does. <paramref name="intact"/> is a second image that gets every write and no damage:
/// by it the boot knows what ECC would repair, without any decoder.
/// </summary>
internal sealed class ZoneWriter(BuiltZone zone, byte[] image, byte[] intact, bool bigEndian)
{
    public BuiltZone Zone => zone;

    public ZoneTruth Truth { get; } = new(zone.DataSize);

    private uint Start => Field(4);

    private uint Size => Field(8);

    public void Attach(uint signature, WriterRules rules, bool zapOld)
    {
        Repair(zone.Offset, BuiltZone.HeaderSize, zone.HeaderParityOffset);
        Truth.SavedAtBoot = [];
        if (Field(0) != signature)
        {
            Put(0, signature);
            Zap();
            return;
        }

        if (rules.SkipsEmptyZones && Size == 0 && (Start == 0 || !rules.EmptyMeansStartZero))
        {
            Truth.Reset(Start != 0);
            NoteHeader();
            return;
        }

        if (Size > zone.DataSize || Start > Size)
        {
            Zap();
            return;
        }

        for (int block = 0; block * BuiltZone.BlockSize < Size; block++)
            Repair(zone.BlockOffset(block), zone.BlockLength(block), zone.BlockParityOffset(block));
        if (Start != Truth.Start || Size != Truth.Size || Truth.Log.Length != Size) Truth.Adopt(Unroll());
        NoteHeader();
        Truth.SavedAtBoot = Truth.Log;
        if (zapOld) Zap();
    }

    public void Zap()
    {
        Put(4, 0);
        Put(8, 0);
        EncodeHeader();
        Truth.Reset(false);
    }

    public void Write(ReadOnlySpan<byte> bytes, bool wrapsAtEnd)
    {
        if (bytes.IsEmpty) return;
        ReadOnlySpan<byte> kept = bytes[Math.Max(0, bytes.Length - zone.DataSize)..];
        int at = (int)Start;
        Put(8, Math.Min(Size + (uint)kept.Length, (uint)zone.DataSize));
        int next = at + kept.Length;
        if (next > zone.DataSize || (wrapsAtEnd && next == zone.DataSize)) next -= zone.DataSize;
        Put(4, (uint)next);
        int first = Math.Min(kept.Length, zone.DataSize - at);
        Store(at, kept[..first]);
        Store(0, kept[first..]);
        EncodeHeader();
        Truth.Append(bytes);
    }

    private void Store(int at, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        bytes.CopyTo(image.AsSpan(zone.DataOffset + at));
        bytes.CopyTo(intact.AsSpan(zone.DataOffset + at));
        int last = (at + bytes.Length - 1) / BuiltZone.BlockSize;
        for (int block = at / BuiltZone.BlockSize; block <= last; block++)
            Encode(zone.BlockOffset(block), zone.BlockLength(block), zone.BlockParityOffset(block));
    }

    private void EncodeHeader()
    {
        Encode(zone.Offset, BuiltZone.HeaderSize, zone.HeaderParityOffset);
        NoteHeader();
    }

    private void Encode(int message, int length, int parity)
    {
        if (zone.EccSize != 0)
        {
            SlowReedSolomon.Parity(image.AsSpan(message, length), zone.EccSize).CopyTo(image, parity);
            image.AsSpan(parity, zone.EccSize).CopyTo(intact.AsSpan(parity));
        }

        image.AsSpan(message, length).CopyTo(intact.AsSpan(message));
    }

    private void Repair(int message, int length, int parity)
    {
        if (zone.EccSize == 0) return;
        int wrong = Differing(message, length) + Differing(parity, zone.EccSize);
        if (wrong <= zone.EccSize / 2) intact.AsSpan(message, length).CopyTo(image.AsSpan(message));
    }

    private int Differing(int offset, int length) =>
        Enumerable.Range(offset, length).Count(i => image[i] != intact[i]);

    private byte[] Unroll()
    {
        Span<byte> data = image.AsSpan(zone.DataOffset, (int)Size);
        return [.. data[(int)Start..], .. data[..(int)Start]];
    }

    private void NoteHeader()
    {
        Truth.Start = Start;
        Truth.Size = Size;
    }

    private uint Field(int offset)
    {
        Span<byte> place = image.AsSpan(zone.Offset + offset, 4);
        return bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(place) : BinaryPrimitives.ReadUInt32LittleEndian(place);
    }

    private void Put(int offset, uint value)
    {
        Span<byte> place = image.AsSpan(zone.Offset + offset, 4);
        if (bigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(place, value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(place, value);
    }
}
