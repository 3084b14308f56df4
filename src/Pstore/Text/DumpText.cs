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

    /// <summary>Reads the first line, and one in front of it that the kernel puts there when it shows a dump of pstore_zone: "Oops: Total 2 times".</summary>
    /// <param name="text">The text of a record.</param>
    /// <param name="reason">The kernel's name of the reason.</param>
    /// <param name="count">Number of the dump since boot, from 1.</param>
    /// <param name="part">1 for the newest text.</param>
    /// <param name="length">Bytes up to the line behind.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out string reason, out int count, out int part, out int length)
    {
        int total = TotalLength(text);
        bool isDump = TryParseDump(text[total..], out reason, out count, out part, out length);
        length += total;
        return isDump;
    }

    private static bool TryParseDump(ReadOnlySpan<byte> text, out string reason, out int count, out int part, out int length)
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

    /// <summary>Bytes of a line "reason: Total count times", or 0.</summary>
    private static int TotalLength(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> middle = ": Total "u8, last = " times\n"u8;
        foreach (string reason in s_reasons)
        {
            if (text.Length <= reason.Length || text[reason.Length] != ':' || !Matches(text, reason) || !text[reason.Length..].StartsWith(middle)) continue;
            int at = reason.Length + middle.Length;
            if (at < text.Length && text[at] == '-') at++;
            while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9') at++;
            return text[at..].StartsWith(last) ? at + last.Length : 0;
        }

        return 0;
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
