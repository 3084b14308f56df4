namespace PstoreAgent.Archive;

/// <summary>The letters that addresses are made of.</summary>
internal static class AddressText
{
    public static bool IsHex(byte value) => char.IsAsciiHexDigit((char)value);

    public static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';

    /// <summary>Whether it goes on a word or a number.</summary>
    public static bool IsWord(byte value) => char.IsAsciiLetterOrDigit((char)value) || value == (byte)'_';

    /// <summary>Whether a word or a number ends right before <paramref name="at"/>.</summary>
    public static bool IsWordBefore(ReadOnlySpan<byte> text, int at) => at > 0 && IsWord(text[at - 1]);

    /// <summary>Whether a word or a number goes on at <paramref name="at"/>.</summary>
    public static bool IsWordAt(ReadOnlySpan<byte> text, int at) => at < text.Length && IsWord(text[at]);

    /// <summary>Whether the text is pairs of hex digits with one separator between them.</summary>
    public static bool IsPairs(ReadOnlySpan<byte> text, byte separator)
    {
        if (text.Length % 3 != 2) return false;
        for (int i = 0; i < text.Length; i++)
            if (i % 3 == 2 ? text[i] != separator : !IsHex(text[i])) return false;
        return true;
    }

    /// <summary>Pairs of hex digits as lower-case digits alone; null for all zeros and all ones, which no device has.</summary>
    public static string? PairsKey(ReadOnlySpan<byte> pairs)
    {
        Span<char> key = stackalloc char[(pairs.Length + 1) / 3 * 2];
        int length = 0;
        for (int i = 0; i < pairs.Length; i++)
            if (i % 3 != 2) key[length++] = char.ToLowerInvariant((char)pairs[i]);
        return key.ContainsAnyExcept('0') && key.ContainsAnyExcept('f') ? key.ToString() : null;
    }
}
