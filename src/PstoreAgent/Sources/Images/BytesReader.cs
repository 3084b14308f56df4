namespace PstoreAgent.Sources.Images;

/// <summary>Shows bytes in memory as a stream.</summary>
internal sealed class BytesReader(ReadOnlyMemory<byte> bytes) : IByteReader
{
    private ReadOnlyMemory<byte> _rest = bytes;

    public int Read(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _rest.Length);
        _rest.Span[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }
}
