namespace Pstore.Tests.Building;

/// <summary>One zone and where its parts lie in the region.</summary>
public sealed record BuiltZone(BuiltZoneKind Kind, int Index, int Offset, int Size, int DataSize, int EccSize)
{
    public const int HeaderSize = 12;
    public const int BlockSize = 128;

    public int DataOffset => Offset + HeaderSize;

    public int DataBlocks => (DataSize + BlockSize - 1) / BlockSize;

    public int HeaderParityOffset => Offset + Size - EccSize;

    public int BlockOffset(int block) => DataOffset + (block * BlockSize);

    public int BlockLength(int block) => Math.Min(BlockSize, DataSize - (block * BlockSize));

    public int BlockParityOffset(int block) => DataOffset + DataSize + (block * EccSize);

    /// <summary>The zone, or null where the kernel refuses it for being too small.</summary>
    public static BuiltZone? Fit(BuiltZoneKind kind, int index, int offset, int size, int ecc, bool oldBlocks)
    {
        int room = size - HeaderSize;
        int parity = 0;
        if (ecc != 0)
        {
            int blocks = oldBlocks ? CeilingDivide(room, BlockSize) : CeilingDivide(room - ecc, BlockSize + ecc);
            parity = (blocks + 1) * ecc;
        }

        return room <= 0 || parity >= room || (ecc != 0 && room <= ecc) ? null : new BuiltZone(kind, index, offset, size, room - parity, ecc);
    }

    private static int CeilingDivide(int value, int by) => (value + by - 1) / by;
}
