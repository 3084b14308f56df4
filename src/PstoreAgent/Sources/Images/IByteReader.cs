namespace PstoreAgent.Sources.Images;

/// <summary>A stream of bytes.</summary>
internal interface IByteReader
{
    /// <summary>Reads some bytes; 0 at the end.</summary>
    int Read(Span<byte> buffer);
}
