namespace PstoreAgent.Archive;

/// <summary>Link-layer addresses with dashes: "00-11-22-AA-BB-CC".</summary>
internal static class DashAddress
{
    private const int Length = 17;

    /// <summary>Looks at the run of hex digits and dashes whose first dash is at <paramref name="at"/>.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, int floor, int at, out RedactionFind find, out int next)
    {
        find = default;
        int start = at - 2, end = at;
        while (end < text.Length && (text[end] == '-' || AddressText.IsHex(text[end]))) end++;
        next = end;
        if (start < floor || end - start != Length || AddressText.IsWordBefore(text, start) || AddressText.IsWordAt(text, end)) return false;
        ReadOnlySpan<byte> address = text[start..end];
        if (!AddressText.IsPairs(address, (byte)'-') || AddressText.PairsKey(address) is not { } key) return false;
        find = new RedactionFind(RedactionKind.Mac, start, end, key);
        return true;
    }
}
