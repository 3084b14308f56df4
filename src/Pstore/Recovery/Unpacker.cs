using CommunityToolkit.HighPerformance.Buffers;
using Pstore.Compression;
using Pstore.Text;

namespace Pstore.Recovery;

/// <summary>
/// Unpacks a dump without being told the compressor: each format is tried in the order of how sure its marks are,
/// and the text decides: one that begins with a dump's first line, else one that is text throughout.
/// Of a damaged stream the longest such text is kept.
/// </summary>
internal static class Unpacker
{
    private const int LeastText = 64;

    /// <summary>What was unpacked.</summary>
    /// <param name="Text">The text, or null when no compressor gave any.</param>
    /// <param name="Kind">The compressor.</param>
    /// <param name="Result">How it ended; counts are relative to the payload.</param>
    internal readonly record struct Unpacked(byte[]? Text, CompressionKind Kind, DecodeResult Result);

    /// <summary>Unpacks <paramref name="payload"/>; no more than <paramref name="limit"/> bytes of output.</summary>
    public static Unpacked Unpack(ReadOnlySpan<byte> payload, int limit)
    {
        using SpanOwner<byte> buffer = SpanOwner<byte>.Allocate(limit);
        Unpacked best = default;
        int bestGrade = 0;
        foreach (CompressionKind kind in Candidates(payload))
        {
            DecodeResult result = Codec.Decode(kind, payload, buffer.Span);
            ReadOnlySpan<byte> text = buffer.Span[..result.Written];
            int grade = Grade(text, result.Status == DecodeStatus.Complete);
            if (grade < bestGrade || grade == 0 || (grade == bestGrade && result.Written <= best.Result.Written)) continue;
            best = new Unpacked(text.ToArray(), kind, result);
            bestGrade = grade;
            if (grade == Sure) break;
        }

        return best;
    }

    private const int Sure = 4;

    /// <summary>How convincing an output is: 0 not at all.</summary>
    private static int Grade(ReadOnlySpan<byte> text, bool whole)
    {
        if (DumpText.StartsLikeDump(text)) return whole ? Sure : 3;

        // The last character of a cut text may be cut too.
        const int longestSequence = 4;
        bool readable = text.Length >= LeastText && PrintableText.PrefixLength(text) > text.Length - longestSequence;
        return !readable ? 0 : whole ? 2 : 1;
    }

    private static CompressionKind[] Candidates(ReadOnlySpan<byte> payload)
    {
        if (payload.StartsWith(ZstdDecoder.Magic)) return [CompressionKind.Zstd];
        CompressionKind[] bare = [CompressionKind.Deflate, CompressionKind.Lz4, CompressionKind.Lzo, CompressionKind.Sw842];
        return ZlibDecoder.HasHeader(payload) ? [CompressionKind.Zlib, .. bare] : bare;
    }
}
