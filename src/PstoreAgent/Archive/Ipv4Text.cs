namespace PstoreAgent.Archive;

/// <summary>Dotted quads.</summary>
internal static class Ipv4Text
{
    private const int Parts = 4, LongestPart = 3, LongestWord = 8;

    /// <summary>Looks at the quad whose first dot is at <paramref name="at"/>. What says nothing of a device is left: 0.0.0.0, 127.0.0.1, masks.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, int floor, int at, out RedactionFind find)
    {
        find = default;
        int start = at;
        while (start > floor && at - start <= LongestPart && AddressText.IsDigit(text[start - 1])) start--;
        if (start == at || (start > 0 && text[start - 1] == '.') || GoesOnVersion(text, start)) return false;
        if (!TryRead(text, start, out int end, out uint value) || value is 0 or 0x7F000001 || value >> 24 == 255) return false;
        find = new RedactionFind(RedactionKind.Ipv4, start, end, value.ToString("x8", System.Globalization.CultureInfo.InvariantCulture));
        return true;
    }

    /// <summary>Whether what stands before a quad makes it a version, "v1.2.3.4": one letter, or a word for it. A longer word may be an address's, "ip10.1.2.3".</summary>
    private static bool GoesOnVersion(ReadOnlySpan<byte> text, int start)
    {
        int first = start;
        while (first > 0 && start - first < LongestWord && char.IsAsciiLetter((char)text[first - 1])) first--;
        ReadOnlySpan<byte> word = text[first..start];
        if (word.IsEmpty) return start > 0 && AddressText.IsDigit(text[start - 1]);
        return word.Length == 1 || EndsIn(word, "ver"u8) || EndsIn(word, "version"u8) || EndsIn(word, "rev"u8) || EndsIn(word, "release"u8);
    }

    private static bool EndsIn(ReadOnlySpan<byte> word, ReadOnlySpan<byte> end) =>
        word.Length >= end.Length && System.Text.Ascii.EqualsIgnoreCase(word[^end.Length..], end);

    /// <summary>Reads four numbers up to 255 with dots between them, and no more of either behind them.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, int start, out int end, out uint value)
    {
        value = 0;
        end = start;
        for (int part = 0; part < Parts; part++)
        {
            if (part > 0)
            {
                if (end >= text.Length || text[end] != '.') return false;
                end++;
            }

            int first = end;
            uint number = 0;
            for (; end < text.Length && end - first < LongestPart && AddressText.IsDigit(text[end]); end++) number = (number * 10) + (uint)(text[end] - '0');
            if (end == first || number > 255) return false;
            value = (value << 8) | number;
        }

        bool goesOn = end + 1 < text.Length && text[end] == '.' && AddressText.IsDigit(text[end + 1]);
        return !goesOn && (!AddressText.IsWordAt(text, end) || text[end] == '_');
    }
}
