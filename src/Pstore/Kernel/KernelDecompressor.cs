using CommunityToolkit.HighPerformance.Buffers;
using Pstore.Compression;
using Pstore.Text;

namespace Pstore.Kernel;

/// <summary>
/// Unpacks a dmesg record as one kernel version does, with its compressors, its limit and its idea of success
/// (pstore_decompress and decompress_record in fs/pstore/platform.c; crypto/deflate.c for 4.17–6.5).
/// </summary>
/// <param name="bufferSize">Bytes of a dump at most, before it is packed: psinfo->bufsize.</param>
/// <param name="options">Who reads.</param>
internal sealed class KernelDecompressor(long bufferSize, KernelViewOptions options)
{
    private readonly KernelVersion _reader = options.Reader;

    /// <summary>The text, or null where this kernel would show the record as ".enc.z".</summary>
    public byte[]? TryDecompress(ReadOnlySpan<byte> payload)
    {
        CompressionKind[] candidates = Candidates();
        byte[]? fallback = null;
        foreach (CompressionKind kind in candidates)
        {
            byte[]? text = TryDecompress(kind, payload);
            if (text == null) continue;
            if (candidates.Length == 1 || DumpText.StartsLikeDump(text)) return text;
            fallback ??= text;
        }

        return fallback;
    }

    /// <summary>What this kernel can have been built with; of several, the strictest formats come first.</summary>
    private CompressionKind[] Candidates()
    {
        CompressionKind[] possible =
            !KernelChanges.HeaderStripped.In(_reader) ? []
            : !KernelChanges.LzoAndLz4.In(_reader) ? [CompressionKind.Zlib]
            : !KernelChanges.CryptoCompression.In(_reader) ? [CompressionKind.Zlib, CompressionKind.Lzo, CompressionKind.Lz4]
            : KernelChanges.RawDeflateOnly.In(_reader) ? [CompressionKind.Deflate]
            : KernelChanges.Zstd.In(_reader)
                ? [CompressionKind.Zstd, CompressionKind.Sw842, CompressionKind.Deflate, CompressionKind.Lzo, CompressionKind.Lz4]
                : [CompressionKind.Sw842, CompressionKind.Deflate, CompressionKind.Lzo, CompressionKind.Lz4];
        if (options.Compressor is not { } named || possible.Length == 0) return possible;

        // From 6.6 any name but "none" means deflate; before 4.17 "deflate" was zlib's.
        if (named == CompressionKind.None) return [];
        if (KernelChanges.RawDeflateOnly.In(_reader)) return possible;
        bool zlibEra = !KernelChanges.CryptoCompression.In(_reader);
        if (named == CompressionKind.Deflate && zlibEra) named = CompressionKind.Zlib;
        return possible.Contains(named) ? [named] : [];
    }

    private byte[]? TryDecompress(CompressionKind kind, ReadOnlySpan<byte> payload)
    {
        using SpanOwner<byte> buffer = SpanOwner<byte>.Allocate(OutputLimit(kind));
        if (kind == CompressionKind.Zlib && !FitsWindow(payload)) return null;
        DecodeResult result = Codec.Decode(kind, payload, buffer.Span);
        if (result.Status == DecodeStatus.Truncated && kind == CompressionKind.Deflate && !KernelChanges.RawDeflateOnly.In(_reader))
            result = DecodeWithZeroByte(payload, buffer.Span);

        // The crypto API's LZO and zstd want nothing behind the stream; zlib and 842 don't look.
        bool all = result.Consumed == payload.Length || kind is not (CompressionKind.Lzo or CompressionKind.Zstd);
        return result.Status == DecodeStatus.Complete && all ? buffer.Span[..result.Written].ToArray() : null;
    }

    /// <summary>The crypto API feeds raw deflate one more byte, 0, when the input runs out.</summary>
    private static DecodeResult DecodeWithZeroByte(ReadOnlySpan<byte> payload, Span<byte> destination)
    {
        byte[] longer = new byte[payload.Length + 1];
        payload.CopyTo(longer);
        return Codec.Decode(CompressionKind.Deflate, longer, destination);
    }

    /// <summary>zlib was opened with windowBits 12 and refuses a header that asks for more.</summary>
    private static bool FitsWindow(ReadOnlySpan<byte> payload) => payload.Length > 0 && payload[0] >> 4 <= 12 - 8;

    private int OutputLimit(CompressionKind kind)
    {
        long limit = KernelChanges.RawDeflateOnly.In(_reader) ? bufferSize * 3 : kind switch
        {
            CompressionKind.Zlib or CompressionKind.Deflate => bufferSize * 100 / DeflateRatio(bufferSize),
            CompressionKind.Lzo => bufferSize + (bufferSize / 16) + 64 + 3 + 2,
            CompressionKind.Lz4 => bufferSize + (bufferSize / 255) + 16,
            CompressionKind.Zstd => bufferSize + (bufferSize >> 8) + (bufferSize < 128 * 1024 ? ((128 * 1024) - bufferSize) >> 11 : 0),
            _ => bufferSize,
        };
        return (int)Math.Min(limit, int.MaxValue / 2);
    }

    /// <summary>The share of its size, in percent, that text of a given length was expected to shrink to (zbufsize_deflate).</summary>
    private static int DeflateRatio(long buffer) => buffer switch
    {
        >= 1000 and <= 2000 => 56,
        >= 2001 and <= 3000 => 54,
        >= 3001 and <= 3999 => 52,
        >= 4000 and <= 10000 => 45,
        _ => 60,
    };
}
