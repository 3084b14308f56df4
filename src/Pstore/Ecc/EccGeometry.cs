namespace Pstore.Ecc;

/// <summary>
/// Where data and parity lie in a zone (persistent_ram_init_ecc). All offsets count from the zone's first byte.
/// <code>
/// 0                      header, 12 bytes
/// 12                     data, DataSize bytes
/// 12 + DataSize          parity of block i at + i·EccSize
/// … + Blocks·EccSize     parity of the header; the zone ends behind it
/// </code>
/// </summary>
/// <param name="EccSize">Parity bytes of each code word; 0 without ECC.</param>
/// <param name="Blocks">Parity slots for data; may be more than there are data blocks.</param>
/// <param name="DataSize">Bytes of the ring.</param>
public readonly record struct EccGeometry(int EccSize, int Blocks, int DataSize)
{
    /// <summary>Offset of the header's parity.</summary>
    public int HeaderParityOffset => ParityOffset(Blocks);

    /// <summary>Bytes of data that block <paramref name="block"/> covers: 128, less for the last.</summary>
    public int BlockLength(int block) => Math.Min(Limits.EccBlockSize, DataSize - (block * Limits.EccBlockSize));

    /// <summary>Blocks that begin within the first <paramref name="used"/> bytes of data.</summary>
    public int BlocksIn(int used) => (int)(((long)Math.Min(used, DataSize) + Limits.EccBlockSize - 1) / Limits.EccBlockSize);

    /// <summary>Offset of the parity of a block.</summary>
    public int ParityOffset(int block) => Limits.ZoneHeaderSize + DataSize + (block * EccSize);

    /// <summary>Splits a zone. False where the parity leaves no room for data: the kernel's probe fails there.</summary>
    /// <param name="zoneSize">Bytes of the zone, more than 12.</param>
    /// <param name="eccSize">Parity bytes, 0 to 127.</param>
    /// <param name="newFormula">Count slots as since 3.10.</param>
    /// <param name="geometry">The result.</param>
    public static bool TryCreate(int zoneSize, int eccSize, bool newFormula, out EccGeometry geometry)
    {
        long room = (long)zoneSize - Limits.ZoneHeaderSize;
        geometry = new EccGeometry(0, 0, (int)Math.Max(room, 0));
        if (room < 0 || eccSize is < 0 or > Limits.MaxEccSize) return false;
        if (eccSize == 0) return true;
        long blocks = newFormula
            ? DivideUp(room - eccSize, Limits.EccBlockSize + eccSize)
            : DivideUp(room, Limits.EccBlockSize);
        long parity = (blocks + 1) * eccSize;
        if (parity >= room) return false;
        geometry = new EccGeometry(eccSize, (int)blocks, (int)(room - parity));
        return true;
    }

    private static long DivideUp(long value, long by) => value <= 0 ? 0 : (value + by - 1) / by;
}
