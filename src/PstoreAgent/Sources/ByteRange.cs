namespace PstoreAgent.Sources;

/// <summary>A run of bytes in a region.</summary>
/// <param name="Start">Byte offset.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct ByteRange(long Start, long Length)
{
    /// <summary>The first byte behind it.</summary>
    public long End => Start + Length;
}
