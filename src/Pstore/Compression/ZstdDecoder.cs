using ZstdSharp.Unsafe;

namespace Pstore.Compression;

/// <summary>A zstd frame, by ZstdSharp. Of a damaged frame the whole blocks before the break are kept.</summary>
public static unsafe class ZstdDecoder
{
    // A frame may ask for any window; the kernel's own need no more than this many bits.
    private const int WindowLogMax = 23;

    /// <summary>First four bytes of a frame.</summary>
    public static ReadOnlySpan<byte> Magic => [0x28, 0xB5, 0x2F, 0xFD];

    /// <summary>Unpacks one frame. The kernel wants nothing behind it: compare Consumed.</summary>
    public static DecodeResult Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (!source.StartsWith(Magic)) return new DecodeResult(DecodeStatus.Corrupt, 0, 0);
        ZSTD_DCtx_s* context = Methods.ZSTD_createDCtx();
        try
        {
            Methods.ZSTD_DCtx_setParameter(context, ZSTD_dParameter.ZSTD_d_windowLogMax, WindowLogMax);
            fixed (byte* from = source)
            fixed (byte* to = destination)
            {
                var input = new ZSTD_inBuffer_s { src = from, size = (nuint)source.Length };
                var output = new ZSTD_outBuffer_s { dst = to, size = (nuint)destination.Length };
                return Run(context, ref input, ref output);
            }
        }
        finally
        {
            Methods.ZSTD_freeDCtx(context);
        }
    }

    private static DecodeResult Run(ZSTD_DCtx_s* context, ref ZSTD_inBuffer_s input, ref ZSTD_outBuffer_s output)
    {
        while (true)
        {
            (nuint read, nuint written) = (input.pos, output.pos);
            nuint left;
            fixed (ZSTD_inBuffer_s* i = &input)
            fixed (ZSTD_outBuffer_s* o = &output)
                left = Methods.ZSTD_decompressStream(context, o, i);
            DecodeStatus? end =
                Methods.ZSTD_isError(left) ? DecodeStatus.Corrupt
                : left == 0 ? DecodeStatus.Complete
                : input.pos != read || output.pos != written ? null
                : output.pos == output.size ? DecodeStatus.OutputLimit
                : DecodeStatus.Truncated;
            if (end is { } status) return new DecodeResult(status, (int)input.pos, (int)output.pos);
        }
    }
}
