using System.Globalization;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery.Block;

/// <summary>MTD devices, from /proc/mtd: lines such as [mtd0: 04000000 00040000 "bios"] (drivers/mtd/mtdcore.c, mtd_proc_show).</summary>
internal static class MtdTable
{
    private const string File = "/proc/mtd", Prefix = "mtd";
    private const int Limit = 1 << 18;

    public static List<MtdEntry> Read(MachineRoot root)
    {
        var entries = new List<MtdEntry>();
        if (root.TryReadText(File, Limit, out string text) != ReadState.Read) return entries;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
            if (Parse(line) is { } entry) entries.Add(entry);
        return entries;
    }

    /// <summary>N of "mtdN"; null for other names, "mtdblock3" among them.</summary>
    public static int? IndexOf(ReadOnlySpan<char> name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(name[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;

    private static MtdEntry? Parse(ReadOnlySpan<char> line)
    {
        int colon = line.IndexOf(':'), open = line.IndexOf('"'), close = line.LastIndexOf('"');
        if (colon < 0 || open < colon || close <= open || IndexOf(line[..colon]) is not { } index) return null;
        ReadOnlySpan<char> sizes = line[(colon + 1)..open].Trim();
        int blank = sizes.IndexOf(' ');
        return blank > 0 && TryHex(sizes[..blank], out long size) && TryHex(sizes[(blank + 1)..].Trim(), out long eraseSize)
            ? new MtdEntry(index, line[(open + 1)..close].ToString()) { Size = size, EraseSize = eraseSize }
            : null;
    }

    private static bool TryHex(ReadOnlySpan<char> text, out long value) =>
        long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && value >= 0;
}
