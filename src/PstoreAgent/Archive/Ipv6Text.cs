namespace PstoreAgent.Archive;

/// <summary>IPv6 addresses in the forms of RFC 4291, 2.2: eight groups, "::" for a run of zeros, IPv4 at the end. A zone id stays.</summary>
internal static class Ipv6Text
{
    private const int Groups = 8, LongestGroup = 4;

    /// <summary>
    /// Looks at a run of hex digits and colons. Not taken: "::" and "::1", which every machine has, and what has no digit
    /// at all: "dead::beef" is no likelier than a scope of C++.
    /// </summary>
    public static bool TryFind(ReadOnlySpan<byte> text, int start, int end, out RedactionFind find)
    {
        find = default;
        Span<ushort> groups = stackalloc ushort[Groups];
        int count = 0, gap = -1, at = start;
        while (at < end)
        {
            if (text[at] == ':')
            {
                bool isGap = at + 1 < end && text[at + 1] == ':';
                if (isGap && gap >= 0) return false;
                if (!isGap && (count == 0 || gap == count)) return false;
                if (isGap) gap = count;
                at += isGap ? 2 : 1;
                if (at == end && !isGap) return false;
                if (isGap && at == end) break;
            }

            if (TryTakeQuad(text, groups, ref at, ref count, ref end)) break;
            if (!TryTakeGroup(text[..end], groups, ref at, ref count)) return false;
        }

        bool isWhole = gap < 0 ? count == Groups : count < Groups;
        if (!isWhole || !text[start..end].ContainsAnyInRange((byte)'0', (byte)'9') || AddressText.IsWordAt(text, end)) return false;
        if (gap >= 0) Spread(groups, count, gap);
        if (!groups[..^1].ContainsAnyExcept((ushort)0) && groups[^1] <= 1) return false;
        find = new RedactionFind(RedactionKind.Ipv6, start, end, Key(groups));
        return true;
    }

    private static bool TryTakeGroup(ReadOnlySpan<byte> text, Span<ushort> groups, ref int at, ref int count)
    {
        int first = at;
        int value = 0;
        for (; at < text.Length && AddressText.IsHex(text[at]); at++)
        {
            if (at - first == LongestGroup) return false;
            value = (value << 4) | Convert.ToInt32(char.ToString((char)text[at]), 16);
        }

        if (at == first || count == Groups) return false;
        groups[count++] = (ushort)value;
        return true;
    }

    /// <summary>An IPv4 address takes the place of the last two groups; its dots lie behind the run.</summary>
    private static bool TryTakeQuad(ReadOnlySpan<byte> text, Span<ushort> groups, ref int at, ref int count, ref int end)
    {
        if (end >= text.Length || text[end] != '.' || count > Groups - 2 || text[at..end].Contains((byte)':')) return false;
        if (!Ipv4Text.TryRead(text, at, out int behind, out uint value)) return false;
        groups[count++] = (ushort)(value >> 16);
        groups[count++] = (ushort)value;
        at = end = behind;
        return true;
    }

    private static void Spread(Span<ushort> groups, int count, int gap)
    {
        int tail = count - gap;
        Span<ushort> moved = stackalloc ushort[Groups];
        groups[..gap].CopyTo(moved);
        groups[gap..count].CopyTo(moved[(Groups - tail)..]);
        moved.CopyTo(groups);
    }

    private static string Key(ReadOnlySpan<ushort> groups)
    {
        var key = new System.Text.StringBuilder(Groups * LongestGroup);
        foreach (ushort group in groups) key.Append(group.ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
        return key.ToString();
    }
}
