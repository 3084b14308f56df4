namespace Pstore.Compression;

/// <summary>
/// Raw deflate, RFC 1951. Ours, because the framework's stream tells neither where a stream ends nor what a cut one gave.
/// <code>
/// block: 1 bit last, 2 bits type (0 stored, 1 fixed codes, 2 codes in the block), data; bits from the lowest up
/// </code>
/// Accepts what zlib's inflate accepts; a distance may reach back to the first byte of the output.
/// </summary>
public static class Inflater
{
    /// <summary>Unpacks one stream; what stands behind its last byte is not looked at.</summary>
    public static DecodeResult Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        Span<ushort> memory = stackalloc ushort[InflateState.TableMemory];
        var state = new InflateState(source, destination, memory);
        DecodeStatus status = state.Run();
        return new DecodeResult(status, state.Consumed, state.Written);
    }
}
