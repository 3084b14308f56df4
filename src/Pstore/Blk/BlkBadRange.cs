namespace Pstore.Blk;

/// <summary>A bad erase block of a flash: no zone in it is read (mtdpstore_block_isbad in drivers/mtd/mtdpstore.c).</summary>
/// <param name="Offset">Byte offset in the store.</param>
/// <param name="Length">Bytes.</param>
public readonly record struct BlkBadRange(long Offset, long Length)
{
    /// <summary>Whether one of the ranges has a byte of a zone.</summary>
    internal static bool Touches(IReadOnlyList<BlkBadRange>? ranges, Ram.Zone zone)
    {
        if (ranges == null) return false;
        foreach (BlkBadRange range in ranges)
            if (range.Length > 0 && range.Offset < zone.End && zone.Offset - range.Offset < range.Length) return true;
        return false;
    }
}
