namespace PstoreAgent.Archive;

/// <summary>
/// What stands in a run of hex digits and colons: a link-layer address of 6 or 8 pairs, an IPv6 address, or something
/// else, such as a time, a PCI address, a digest, a scope of C++. A run is looked at once and as a whole, so that no part
/// of a digest is taken for an address.
/// </summary>
internal static class ColonAddress
{
    private const int MacLength = 17, Eui64Length = 23;

    // What netfilter logs behind "MAC=": destination, source, type.
    private const int HeaderLength = 41;

    private const int LongestGroup = 4;

    /// <summary>Looks at the run whose first colon is at <paramref name="at"/>.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, int floor, int at, out RedactionFind find, out int next)
    {
        find = default;
        int start = at;
        while (start > floor && at - start <= LongestGroup && AddressText.IsHex(text[start - 1])) start--;
        int end = at;
        while (end < text.Length && (text[end] == ':' || AddressText.IsHex(text[end]))) end++;
        next = end;

        bool isScope = at + 1 < text.Length && text[at + 1] == ':';
        if (at - start > LongestGroup || AddressText.IsWordBefore(text, start))
        {
            // The end of a word, as in "addr:": the run begins behind it.
            if (isScope) return false;
            start = at + 1;
        }

        bool endsInColon = end > start && text[end - 1] == ':' && (end - 1 == start || text[end - 2] != ':');
        if (endsInColon) end--;
        else if (AddressText.IsWordAt(text, end)) return false;
        if (end <= start) return false;
        return TryFindPairs(text, start, end, at == floor, out find) || Ipv6Text.TryFind(text, start, end, out find);
    }

    private static bool TryFindPairs(ReadOnlySpan<byte> text, int start, int end, bool followsAddress, out RedactionFind find)
    {
        find = default;
        int length = end - start;
        if (length is not (MacLength or Eui64Length or HeaderLength) || !AddressText.IsPairs(text[start..end], (byte)':')) return false;
        if (length == HeaderLength && !text[..start].EndsWith("MAC="u8)) return false;

        // Of a header the addresses are taken one by one; what is left behind the first has the length of another kind.
        if (length == HeaderLength || (length == Eui64Length && followsAddress)) end = start + MacLength;
        if (AddressText.PairsKey(text[start..end]) is not { } key) return false;
        find = new RedactionFind(RedactionKind.Mac, start, end, key);
        return true;
    }
}
