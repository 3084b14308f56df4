namespace PstoreAgent.Sources.Memory;

/// <summary>A change of physical memory: what must be there, and what is stored over it, bytes first and zeros behind them.</summary>
/// <param name="Offset">Byte offset in the range that is changed.</param>
/// <param name="Expected">What must be there from the offset on before anything is stored; empty where anything may be.</param>
/// <param name="Bytes">What is stored from the offset on.</param>
/// <param name="Zeros">How many zeros are stored behind <paramref name="Bytes"/>.</param>
internal sealed record MemoryPatch(long Offset, ReadOnlyMemory<byte> Expected, ReadOnlyMemory<byte> Bytes, long Zeros = 0)
{
    /// <summary>Bytes that are stored.</summary>
    public long Length => Bytes.Length + Zeros;
}
