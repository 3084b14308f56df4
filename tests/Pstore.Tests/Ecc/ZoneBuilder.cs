using System.Buffers.Binary;
using Pstore.Ecc;

namespace Pstore.Tests.Ecc;

/// <summary>A zone with random data and right parity everywhere.</summary>
internal sealed class ZoneBuilder
{
    public ZoneBuilder(int size, int eccSize, int seed, bool newFormula = true)
    {
        if (!EccGeometry.TryCreate(size, eccSize, newFormula, out EccGeometry geometry)) throw new ArgumentException("No such zone.");
        Geometry = geometry;
        Bytes = Damage.RandomBytes(new Random(seed), size);
        "DBGC"u8.CopyTo(Bytes);
        BinaryPrimitives.WriteInt32LittleEndian(Bytes.AsSpan(4), geometry.DataSize / 2);
        BinaryPrimitives.WriteInt32LittleEndian(Bytes.AsSpan(8), geometry.DataSize);
        if (eccSize == 0) return;
        SlowCode.Parity(Bytes.AsSpan(0, 12), eccSize).CopyTo(Bytes, geometry.HeaderParityOffset);
        for (int i = 0; i < geometry.DataBlocks; i++) SlowCode.Parity(Block(i), eccSize).CopyTo(Parity(i));
    }

    public EccGeometry Geometry { get; }

    public byte[] Bytes { get; }

    public Span<byte> Data => Bytes.AsSpan(12, Geometry.DataSize);

    public Span<byte> Block(int i) => Bytes.AsSpan(12 + (128 * i), Geometry.BlockLength(i));

    public Span<byte> Parity(int i) => Bytes.AsSpan(Geometry.ParityOffset(i), Geometry.EccSize);
}
