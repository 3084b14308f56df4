namespace Pstore.Compression;

/// <summary>
/// A bare LZ4 block, without frame, size or checksum; its end is the end of the input.
/// <code>
/// token       high half: literals, low half: match length − 4; 15 means more bytes follow, to be added, until one is not 255
/// literals
/// u16 LE      distance, not in the last sequence
/// </code>
/// A package of its own would give nothing of a cut block; this keeps all output up to the break.
/// </summary>
public static class Lz4BlockDecoder
{
    private const int MinMatch = 4;

    // A match needs at least a distance, a token and five literals behind it.
    private const int LeastBehindLiterals = 8;

    /// <summary>Unpacks a block. It is complete only when the input ends with the last literals.</summary>
    public static DecodeResult Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int at = 0, written = 0;
        while (at < source.Length)
        {
            int token = source[at++];
            if (!TryTakeLength(source, ref at, token >> 4, out int literals)) return Result(DecodeStatus.Truncated, at, written);
            int copy = Math.Min(literals, Math.Min(source.Length - at, destination.Length - written));
            source.Slice(at, copy).CopyTo(destination[written..]);
            at += copy;
            written += copy;
            if (copy < literals) return Result(written == destination.Length ? DecodeStatus.OutputLimit : DecodeStatus.Truncated, at, written);
            if (at == source.Length) return Result(DecodeStatus.Complete, at, written);
            if (source.Length - at < LeastBehindLiterals) return Result(DecodeStatus.Truncated, at, written);

            int distance = source[at] | (source[at + 1] << 8);
            if (distance == 0 || distance > written) return Result(DecodeStatus.Corrupt, at, written);
            at += 2;
            if (!TryTakeLength(source, ref at, token & 15, out int length)) return Result(DecodeStatus.Truncated, at, written);
            if (!BackCopy.TryCopy(destination, ref written, distance, length + MinMatch)) return Result(DecodeStatus.OutputLimit, at, written);
        }

        return Result(DecodeStatus.Truncated, at, written);
    }

    private static bool TryTakeLength(ReadOnlySpan<byte> source, ref int at, int first, out int length)
    {
        // Stops adding before an int overflows: no destination is that long.
        length = first;
        if (first != 15) return true;
        while (at < source.Length && length < int.MaxValue - 512)
        {
            byte more = source[at++];
            length += more;
            if (more != 255) return true;
        }

        return false;
    }

    private static DecodeResult Result(DecodeStatus status, int consumed, int written) => new(status, consumed, written);
}
