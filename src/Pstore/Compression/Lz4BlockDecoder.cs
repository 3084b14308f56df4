namespace Pstore.Compression;

// An LZ4 block is a row of sequences:
//   token       high 4 bits literal count, low 4 bits match length - 4
//   if 15       bytes to add to the literal count: each 255 says that another follows
//   literals
//   u16 LE      distance, 1 to 65535
//   if 15       bytes to add to the match length, likewise
// The last sequence stops after its literals, at the last byte of the block: that is the only end mark.
// A block ends with at least 5 literals, so after the literals of any other sequence at least
// 2 (distance) + 1 (next token) + 5 bytes follow, and after the bytes that extend a match length at least 5.
// The reference decoder checks the first of these only for a sequence with 15 or more literals or with at most 16 bytes
// after its token: it has a short way for the others. What it accepts is accepted here.
// It also lets a distance of 0 pass, and gives what its buffer happened to hold; here that is Corrupt.

/// <summary>
/// Decodes a raw LZ4 block, without frame or length, what pstore writes for "lz4" and "lz4hc" in Linux 4.6 to 6.5
/// (crypto/lz4.c; accepts what lib/lz4 LZ4_decompress_safe does given a roomy buffer).
/// </summary>
public static class Lz4BlockDecoder
{
    private const int MinMatch = 4;
    private const int LeastAfterLiterals = 8;
    private const int LeastAfterExtension = 5;
    private const int LeastForShortWay = 17;

    /// <summary>Decodes one block. Never throws, whatever the bytes.</summary>
    /// <param name="source">Exactly the block: its end is the end of the data.</param>
    /// <param name="destination">Where the output goes, from its start.</param>
    /// <returns>
    /// Complete when the source ends where the literals of a sequence end. A block cut off just there can't be told from a whole one.
    /// </returns>
    public static DecodeResult Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int position = 0;
        int written = 0;
        bool mayEnd = true;
        while (position < source.Length)
        {
            int token = source[position++];
            bool shortWay = token >> 4 != 15 && source.Length - position >= LeastForShortWay;
            bool whole = ReadLength(source, ref position, token >> 4, out long count);
            int available = (int)Math.Min(count, source.Length - position);
            int n = Math.Min(available, destination.Length - written);
            source.Slice(position, n).CopyTo(destination[written..]);
            position += n;
            written += n;
            if (n < available) return new DecodeResult(DecodeStatus.OutputLimit, position, written);
            if (available < count || !whole) break;

            int left = source.Length - position;
            if (left == 0) return new DecodeResult(mayEnd ? DecodeStatus.Complete : DecodeStatus.Truncated, position, written);
            if (left < 2) break;

            // Too near the end to be whole, but what is there can still be salvaged.
            mayEnd &= shortWay || left >= LeastAfterLiterals;
            int distance = source[position] | (source[position + 1] << 8);
            if (distance == 0 || distance > written) return new DecodeResult(DecodeStatus.Corrupt, position, written);
            position += 2;
            whole = ReadLength(source, ref position, token & 15, out long length);
            mayEnd &= (token & 15) != 15 || source.Length - position >= LeastAfterExtension;
            length += MinMatch;
            n = (int)Math.Min(length, destination.Length - written);
            BackCopy.TryCopy(destination, ref written, distance, n);
            if (n < length) return new DecodeResult(DecodeStatus.OutputLimit, position, written);
            if (!whole) break;
        }

        return new DecodeResult(DecodeStatus.Truncated, source.Length, written);
    }

    /// <summary>Adds the extension bytes to a 4-bit length; false if the source ends among them, the length then being the least it can be.</summary>
    private static bool ReadLength(ReadOnlySpan<byte> source, ref int position, int nibble, out long length)
    {
        length = nibble;
        if (nibble != 15) return true;
        while (position < source.Length)
        {
            byte more = source[position++];
            length += more;
            if (more != 255) return true;
        }

        return false;
    }
}
