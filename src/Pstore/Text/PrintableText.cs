namespace Pstore.Text;

/// <summary>Tells text from other bytes.</summary>
public static class PrintableText
{
    /// <summary>Bytes of a run that is taken for text: random bytes give that once in 10^27.</summary>
    public const int LeastRun = 48;

    /// <summary>Whether a byte is ASCII that a log has: printable, tab, newline, carriage return, escape.</summary>
    public static bool IsText(byte value) => value is >= 0x20 and < 0x7F or (byte)'\n' or (byte)'\t' or (byte)'\r' or 0x1B;

    /// <summary>Bytes of text at the front; whole UTF-8 sequences are text too.</summary>
    public static int PrefixLength(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            int length = IsText(bytes[at]) ? 1 : SequenceLength(bytes[at..]);
            if (length == 0) break;
            at += length;
        }

        return at;
    }

    /// <summary>
    /// Finds the next stretch of text: at least <see cref="LeastRun"/> bytes, gaps of a few damaged bytes included.
    /// </summary>
    public static bool TryFindRun(ReadOnlySpan<byte> bytes, int from, out int start, out int length)
    {
        const int widestGap = 16;
        start = length = 0;
        int at = from;
        while (at < bytes.Length)
        {
            // Most memory is one value over and over; those stretches are passed at the speed of a vector search.
            if (bytes[at] is 0 or 0xFF)
            {
                int next = bytes[at..].IndexOfAnyExcept(bytes[at]);
                if (next < 0) return false;
                at += next;
            }

            at = PassNoise(bytes, at);
            int run = PrefixLength(bytes[at..]);
            if (run < LeastRun)
            {
                at += run + 1;
                continue;
            }

            start = at;
            int end = at + run;
            while (end < bytes.Length)
            {
                int gap = 1;
                while (gap <= widestGap && end + gap < bytes.Length && PrefixLength(bytes.Slice(end + gap, Math.Min(LeastRun, bytes.Length - end - gap))) < LeastRun) gap++;
                if (gap > widestGap || end + gap >= bytes.Length) break;
                end += gap;
                end += PrefixLength(bytes[end..]);
            }

            length = end - start;
            return true;
        }

        return false;
    }

    /// <summary>
    /// Goes on to where a run could begin. A byte that can be no part of text, found within the next run's length,
    /// rules out every beginning before it; looking from the far end passes most noise unread.
    /// </summary>
    private static int PassNoise(ReadOnlySpan<byte> bytes, int at)
    {
        while (at + LeastRun <= bytes.Length)
        {
            int last = at + LeastRun - 1;
            while (last >= at && (IsText(bytes[last]) || bytes[last] is >= 0x80 and <= 0xF4)) last--;
            if (last < at) break;
            at = last + 1;
        }

        return at;
    }

    /// <summary>Bytes of the UTF-8 sequence at the front, 2 to 4, or 0.</summary>
    private static int SequenceLength(ReadOnlySpan<byte> bytes)
    {
        int length = bytes[0] switch { >= 0xC2 and <= 0xDF => 2, >= 0xE0 and <= 0xEF => 3, >= 0xF0 and <= 0xF4 => 4, _ => 0 };
        if (length == 0 || length > bytes.Length) return 0;
        foreach (byte next in bytes[1..length])
            if ((next & 0xC0) != 0x80) return 0;
        return length;
    }
}
