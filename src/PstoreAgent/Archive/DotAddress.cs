namespace PstoreAgent.Archive;

/// <summary>Link-layer addresses in groups of four with dots, as switches write them: "0011.22aa.bbcc".</summary>
internal static class DotAddress
{
    private const int Group = 4, Groups = 3;

    /// <summary>Looks at the address whose first dot is at <paramref name="at"/>.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, int floor, int at, out RedactionFind find)
    {
        find = default;
        const int length = (Group * Groups) + Groups - 1;
        int start = at - Group, end = start + length;
        if (start < floor || end > text.Length || AddressText.IsWordBefore(text, start) || AddressText.IsWordAt(text, end)) return false;
        if (start > 0 && text[start - 1] == '.') return false;
        if (end + 1 < text.Length && text[end] == '.' && AddressText.IsWordAt(text, end + 1)) return false;
        Span<char> key = stackalloc char[Group * Groups];
        int count = 0;
        for (int i = 0; i < length; i++)
        {
            byte symbol = text[start + i];
            if (i % (Group + 1) == Group)
            {
                if (symbol != '.') return false;
                continue;
            }

            if (!AddressText.IsHex(symbol)) return false;
            key[count++] = char.ToLowerInvariant((char)symbol);
        }

        if (!key.ContainsAnyExcept('0') || !key.ContainsAnyExcept('f')) return false;
        find = new RedactionFind(RedactionKind.Mac, start, end, key.ToString());
        return true;
    }
}
