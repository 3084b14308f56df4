namespace PstoreAgent.Discovery.Block;

/// <summary>How an MTD device is erased and written; all in bytes.</summary>
/// <param name="eraseSize">Of an erase block.</param>
/// <param name="writeSize">Of the smallest write.</param>
internal sealed class FlashGeometry(long eraseSize, long writeSize)
{
    public long EraseSize { get; } = eraseSize;

    /// <summary>1 for NOR.</summary>
    public long WriteSize { get; } = writeSize;
}
