namespace Pstore.Compression;

/// <summary>One door to all decoders. None of them throws, whatever the input.</summary>
public static class Codec
{
    /// <summary>Unpacks <paramref name="source"/> into <paramref name="destination"/>, whose length is the output limit.</summary>
    public static DecodeResult Decode(CompressionKind kind, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        switch (kind)
        {
            case CompressionKind.Zlib: return ZlibDecoder.Decode(source, destination);
            case CompressionKind.Deflate: return Inflater.Decode(source, destination);
            case CompressionKind.Lzo: return LzoDecoder.Decode(source, destination);
            case CompressionKind.Lz4: return Lz4BlockDecoder.Decode(source, destination);
            case CompressionKind.Sw842: return Sw842Decoder.Decode(source, destination);
            case CompressionKind.Zstd: return ZstdDecoder.Decode(source, destination);
            default:
                int length = Math.Min(source.Length, destination.Length);
                source[..length].CopyTo(destination);
                return new DecodeResult(length < source.Length ? DecodeStatus.OutputLimit : DecodeStatus.Complete, length, length);
        }
    }
}
