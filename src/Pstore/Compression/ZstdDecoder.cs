using System.Runtime.InteropServices;
using ZstdSharp.Unsafe;

namespace Pstore.Compression;

// RFC 8878. A frame:
//   28 B5 2F FD   magic
//   header        descriptor; window size, dictionary id and content size as it says
//   blocks        u24 LE: bit 0 last block, bits 1-2 type (0 raw, 1 one repeated byte, 2 compressed), then size; then the block
//   checksum      4 bytes, if the descriptor says so
// A block makes at most 128 KiB. The library is driven block by block: it then keeps no window of its own but looks back
// in the output, so that the window size of a hostile header costs no memory, and a cut frame still gives its whole blocks.

/// <summary>
/// Decodes one Zstandard frame (RFC 8878), what pstore writes for "zstd" in Linux 4.19 to 6.5 (crypto/zstd.c).
/// </summary>
public static unsafe class ZstdDecoder
{
    private const int BlockSizeMax = 128 * 1024;

    /// <summary>First four bytes of a frame.</summary>
    public static ReadOnlySpan<byte> Magic => [0x28, 0xB5, 0x2F, 0xFD];

    /// <summary>Decodes one frame. Never throws, whatever the bytes. About 0.2 MB of memory is used, and up to 0.25 MB more near the end of the destination.</summary>
    /// <returns>
    /// Complete when the frame is whole. The kernel wants nothing behind it: compare <see cref="DecodeResult.Consumed"/>.
    /// A cut or damaged frame gives its blocks before the fault: often none, since most records are one block.
    /// </returns>
    public static DecodeResult Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (!source.StartsWith(Magic))
        {
            bool cut = Magic.StartsWith(source);
            return new DecodeResult(cut ? DecodeStatus.Truncated : DecodeStatus.Corrupt, cut ? source.Length : 0, 0);
        }

        ZSTD_DCtx_s* context = Methods.ZSTD_createDCtx();
        byte* spill = null;
        try
        {
            Methods.ZSTD_decompressBegin(context);
            int consumed = 0;
            int written = 0;
            fixed (byte* input = source, output = destination)
            {
                DecodeStatus status = ToNearEnd(context, input, source.Length, output, destination.Length, ref consumed, ref written);
                if (status == DecodeStatus.OutputLimit)
                {
                    // A block that doesn't fit must be decoded elsewhere: the library gives no part of it.
                    int room = destination.Length - written;
                    int spilled = 0;
                    spill = (byte*)NativeMemory.Alloc((nuint)(room + BlockSizeMax));
                    status = ToNearEnd(context, input, source.Length, spill, room + BlockSizeMax, ref consumed, ref spilled);
                    if (spilled > room) status = DecodeStatus.OutputLimit;
                    int kept = Math.Min(spilled, room);
                    new ReadOnlySpan<byte>(spill, kept).CopyTo(destination[written..]);
                    written += kept;
                }

                return new DecodeResult(status, status == DecodeStatus.Truncated ? source.Length : consumed, written);
            }
        }
        finally
        {
            NativeMemory.Free(spill);
            Methods.ZSTD_freeDCtx(context);
        }
    }

    /// <summary>Decodes until the frame ends or there might be no room for the next block (<see cref="DecodeStatus.OutputLimit"/>).</summary>
    private static DecodeStatus ToNearEnd(
        ZSTD_DCtx_s* context, byte* input, int inputSize, byte* output, int outputSize, ref int consumed, ref int written)
    {
        while (true)
        {
            nuint needed = Methods.ZSTD_nextSrcSizeToDecompress(context);
            if (needed == 0) return DecodeStatus.Complete;
            if (outputSize - written < BlockSizeMax) return DecodeStatus.OutputLimit;
            int left = inputSize - consumed;
            if (left == 0) return DecodeStatus.Truncated;

            // The library takes raw blocks in pieces; of anything else it refuses a part.
            int taken = (int)Math.Min((nuint)left, needed);
            nuint made = Methods.ZSTD_decompressContinue(context, output + written, (nuint)(outputSize - written), input + consumed, (nuint)taken);
            if (Methods.ZSTD_isError(made)) return (nuint)taken < needed ? DecodeStatus.Truncated : DecodeStatus.Corrupt;
            consumed += taken;
            written += (int)made;
        }
    }
}
