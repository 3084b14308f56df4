using System.Buffers;
using Pstore.Compression;
using Pstore.Text;

namespace Pstore.Recovery;

/// <summary>
/// Unpacks a dump without being told the compressor: each format is tried in the order of how sure its marks are,
/// and the first line of the text decides. Of a damaged stream the longest text that begins with such a line is kept.
/// </summary>
internal static class Unpacker
{
    /// <summary>What was unpacked.</summary>
    /// <param name="Text">The text, or null when no compressor gave any.</param>
    /// <param name="Kind">The compressor.</param>
    /// <param name="Result">How it ended; counts are relative to the payload.</param>
    internal readonly record struct Unpacked(byte[]? Text, CompressionKind Kind, DecodeResult Result);

    /// <summary>Unpacks <paramref name="payload"/>; no more than <paramref name="limit"/> bytes of output.</summary>
    public static Unpacked Unpack(ReadOnlySpan<byte> payload, int limit)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(limit);
        try
        {
            Unpacked best = default;
            foreach (CompressionKind kind in Candidates(payload))
            {
                DecodeResult result = Codec.Decode(kind, payload, buffer.AsSpan(0, limit));
                ReadOnlySpan<byte> text = buffer.AsSpan(0, result.Written);
                if (!DumpText.StartsLikeDump(text)) continue;
                bool whole = result.Status == DecodeStatus.Complete;
                if (whole || best.Text == null || result.Written > best.Result.Written)
                    best = new Unpacked(text.ToArray(), kind, result);
                if (whole) break;
            }

            return best;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static CompressionKind[] Candidates(ReadOnlySpan<byte> payload)
    {
        if (payload.StartsWith(ZstdDecoder.Magic)) return [CompressionKind.Zstd];
        CompressionKind[] bare = [CompressionKind.Deflate, CompressionKind.Lz4, CompressionKind.Lzo, CompressionKind.Sw842];
        return ZlibDecoder.HasHeader(payload) ? [CompressionKind.Zlib, .. bare] : bare;
    }
}
