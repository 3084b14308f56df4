namespace Pstore.Text;

/// <summary>
/// The first line of a dump's text, "reason#count PartN" (pstore_dump in fs/pstore/platform.c).
/// It is the oracle for every compressor: nothing else begins so by chance.
/// </summary>
public static class DumpText
{
    private static readonly string[] s_reasons =
        ["Panic", "Oops", "Emergency", "Restart", "Halt", "Poweroff", "Shutdown", "Unknown"];

    /// <summary>Whether the text begins with a dump's first line.</summary>
    public static bool StartsLikeDump(ReadOnlySpan<byte> text) => TryParse(text, out _, out _, out _, out _);

    /// <summary>Reads the first line.</summary>
    /// <param name="text">The text of a record.</param>
    /// <param name="reason">The kernel's name of the reason.</param>
    /// <param name="count">Number of the dump since boot, from 1.</param>
    /// <param name="part">1 for the newest text.</param>
    /// <param name="length">Bytes of the line with its newline.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out string reason, out int count, out int part, out int length)
    {
        count = part = length = 0;
        reason = "";
        foreach (string candidate in s_reasons)
        {
            if (text.Length <= candidate.Length || text[candidate.Length] != '#' || !Matches(text, candidate)) continue;
            int at = candidate.Length + 1;
            if (!TakeNumber(text, ref at, out count) || !text[at..].StartsWith(" Part"u8)) return false;
            at += " Part".Length;
            if (!TakeNumber(text, ref at, out part) || at >= text.Length || text[at] != '\n') return false;
            reason = candidate;
            length = at + 1;
            return true;
        }

        return false;
    }

    private static bool Matches(ReadOnlySpan<byte> text, string word)
    {
        for (int i = 0; i < word.Length; i++)
            if (text[i] != word[i]) return false;
        return true;
    }

    private static bool TakeNumber(ReadOnlySpan<byte> text, ref int at, out int value)
    {
        value = 0;
        int first = at;
        for (; at < text.Length && at - first < 9 && text[at] is >= (byte)'0' and <= (byte)'9'; at++)
            value = (value * 10) + (text[at] - '0');
        return at > first;
    }
}
