namespace Pstore.Ecc;

/// <summary>
/// Where data and parity lie in a zone: 12 bytes of header, data, a parity for each block, the header's parity.
/// Offsets and sizes are bytes from the start of the zone. Source: fs/pstore/ram_core.c, persistent_ram_init_ecc.
/// </summary>
public readonly record struct EccGeometry
{
    private EccGeometry(int zoneSize, int eccSize, int blocks)
    {
        ZoneSize = zoneSize;
        EccSize = eccSize;
        Blocks = blocks;
        DataSize = eccSize == 0 ? zoneSize - Limits.ZoneHeaderSize : zoneSize - Limits.ZoneHeaderSize - ((blocks + 1) * eccSize);
    }

    /// <summary>Bytes of the whole zone.</summary>
    public int ZoneSize { get; }

    /// <summary>Parity bytes of a block; 0 without ECC.</summary>
    public int EccSize { get; }

    /// <summary>Parity slots; there may be more of them than blocks of data. 0 without ECC.</summary>
    public int Blocks { get; }

    /// <summary>Bytes of data (the kernel's buffer_size after persistent_ram_init_ecc).</summary>
    public int DataSize { get; }

    /// <summary>Blocks of data, the last of which may be short.</summary>
    public int DataBlocks => BlocksOf(DataSize);

    /// <summary>Offset of the header's parity: the last bytes of the zone.</summary>
    public int HeaderParityOffset => ZoneSize - EccSize;

    /// <summary>Lays out a zone.</summary>
    /// <param name="zoneSize">Bytes of the zone.</param>
    /// <param name="eccSize">Parity bytes of a block, 0 to 127; 0 leaves all bytes behind the header to the data.</param>
    /// <param name="newFormula">Kernels from 3.10 count ceil((size - E) / (128 + E)) parity slots; before, ceil(size / 128).</param>
    /// <param name="geometry">The layout.</param>
    /// <returns>False when the kernel refuses such a zone, or the parity size is out of range.</returns>
    public static bool TryCreate(int zoneSize, int eccSize, bool newFormula, out EccGeometry geometry)
    {
        geometry = default;
        if (zoneSize <= Limits.ZoneHeaderSize || eccSize is < 0 or > Limits.MaxEccSize) return false;
        int size = zoneSize - Limits.ZoneHeaderSize;
        long blocks = 0;
        if (eccSize > 0)
        {
            if (size <= eccSize) return false;
            blocks = newFormula
                ? ((long)size - eccSize + Limits.EccBlockSize + eccSize - 1) / (Limits.EccBlockSize + eccSize)
                : BlocksOf(size);
            if ((blocks + 1) * eccSize >= size) return false;
        }

        geometry = new EccGeometry(zoneSize, eccSize, (int)blocks);
        return true;
    }

    /// <summary>Offset of the parity of a block.</summary>
    /// <param name="block">0 to <see cref="Blocks"/>; the last gives the header's parity.</param>
    public int ParityOffset(int block) => Limits.ZoneHeaderSize + DataSize + (block * EccSize);

    /// <summary>Bytes of a block of data: 128, less for the last.</summary>
    /// <param name="block">0 to <see cref="DataBlocks"/> - 1.</param>
    public int BlockLength(int block) => Math.Min(Limits.EccBlockSize, DataSize - (block * Limits.EccBlockSize));

    /// <summary>Blocks that hold the first <paramref name="bytes"/> bytes.</summary>
    internal static int BlocksOf(int bytes) => (int)(((long)bytes + Limits.EccBlockSize - 1) / Limits.EccBlockSize);
}
