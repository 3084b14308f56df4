namespace PstoreAgent.Archive;

/// <summary>
/// Link-layer addresses without colons or dashes, which only the name before them tells: "ethaddr=001122334455",
/// "androidboot.wifimacaddr=001122334455", "fec.macaddr=0x00,0x11,0x22,0x33,0x44,0x55".
/// </summary>
internal static class NamedAddress
{
    private const int Digits = 12, Bytes = 6, LongestName = 24, LongestGap = 4;

    // What stands before "addr": an address of memory has as many digits.
    private static readonly byte[][] s_devices = ["mac"u8.ToArray(), "eth"u8.ToArray(), "hw"u8.ToArray(), "lan"u8.ToArray(), "wifi"u8.ToArray(), "bd"u8.ToArray(), "bt"u8.ToArray()];

    /// <summary>Looks whether the ":" or "=" at <paramref name="at"/> parts such a name from an address.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, int floor, int at, out RedactionFind find)
    {
        find = default;
        if (!IsNamed(text, floor, at)) return false;
        int start = at + 1;
        while (start < text.Length && start - at <= LongestGap && text[start] is (byte)' ' or (byte)'\t' or (byte)'"' or (byte)'\'') start++;
        Span<char> key = stackalloc char[Digits];
        if (!TryPlain(text, start, key, out int end) && !TryBytes(text, start, key, out end)) return false;
        if (!key.ContainsAnyExcept('0') || !key.ContainsAnyExcept('f')) return false;
        find = new RedactionFind(RedactionKind.Mac, start, end, key.ToString());
        return true;
    }

    /// <summary>Whether the name ends as those of addresses do: "mac", "macaddr", "mac_address", "eth1addr", "wlanaddr", "bdaddr".</summary>
    private static bool IsNamed(ReadOnlySpan<byte> text, int floor, int at)
    {
        int end = at;
        while (end > floor && at - end <= LongestGap && text[end - 1] is (byte)' ' or (byte)'\t' or (byte)'"' or (byte)'\'') end--;
        int start = end;
        while (start > floor && end - start <= LongestName && (AddressText.IsWord(text[start - 1]) || text[start - 1] == '-')) start--;
        ReadOnlySpan<byte> name = text[start..end];
        if (EndsIn(name, "mac"u8)) return true;
        ReadOnlySpan<byte> before = EndsIn(name, "addr"u8) ? name[..^4] : EndsIn(name, "address"u8) ? name[..^7] : default;
        foreach (byte[] device in s_devices)
            for (int i = 0; i + device.Length <= before.Length; i++)
                if (System.Text.Ascii.EqualsIgnoreCase(before.Slice(i, device.Length), device)) return true;
        return false;
    }

    private static bool EndsIn(ReadOnlySpan<byte> name, ReadOnlySpan<byte> word) =>
        name.Length >= word.Length && System.Text.Ascii.EqualsIgnoreCase(name[^word.Length..], word);

    private static bool TryPlain(ReadOnlySpan<byte> text, int start, Span<char> key, out int end)
    {
        end = start + Digits;
        if (end > text.Length || AddressText.IsWordAt(text, end)) return false;
        for (int i = 0; i < Digits; i++)
        {
            if (!AddressText.IsHex(text[start + i])) return false;
            key[i] = char.ToLowerInvariant((char)text[start + i]);
        }

        return true;
    }

    /// <summary>Six numbers in C's form, with commas between them.</summary>
    private static bool TryBytes(ReadOnlySpan<byte> text, int start, Span<char> key, out int end)
    {
        end = start;
        for (int i = 0; i < Bytes; i++)
        {
            if (i > 0 && !(end < text.Length && text[end++] == ',')) return false;
            if (end + 2 > text.Length || text[end] != '0' || (text[end + 1] | 0x20) != 'x') return false;
            end += 2;
            int first = end;
            while (end < text.Length && end - first < 2 && AddressText.IsHex(text[end])) end++;
            if (end == first) return false;
            key[2 * i] = end - first == 2 ? char.ToLowerInvariant((char)text[first]) : '0';
            key[(2 * i) + 1] = char.ToLowerInvariant((char)text[end - 1]);
        }

        return !AddressText.IsWordAt(text, end);
    }
}
