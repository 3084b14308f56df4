using System.Globalization;

namespace PstoreAgent.Discovery.Facts;

/// <summary>
/// The map of physical addresses, /proc/iomem (kernel/resource.c): two spaces more for each level, addresses in hexadecimal.
/// Without CAP_SYS_ADMIN all addresses read as 0: that counts as refused.
/// </summary>
internal sealed class Iomem
{
    private const string File = "/proc/iomem";

    private Iomem(ReadState state, IReadOnlyList<IomemRange> ranges) => (State, Ranges) = (state, ranges);

    public ReadState State { get; }

    /// <summary>In the order of the file; empty when it can't be read.</summary>
    public IReadOnlyList<IomemRange> Ranges { get; }

    public static Iomem Read(MachineRoot root)
    {
        ReadState state = root.TryReadBytes(File, DiscoveryLimits.Iomem, out byte[] bytes);
        if (state != ReadState.Read) return new Iomem(state, []);
        List<IomemRange> ranges = Parse(System.Text.Encoding.Latin1.GetString(bytes));
        if (ranges.Count == 0 || ranges.Exists(range => range.End != 0)) return new Iomem(state, ranges);
        root.NoteRefused(File);
        return new Iomem(ReadState.Refused, []);
    }

    /// <summary>The lines that cover a range whole; null when none does.</summary>
    public IomemCover? Covering(ulong address, long size)
    {
        IomemRange? outermost = null, innermost = null;
        foreach (IomemRange range in Ranges)
        {
            if (!range.Covers(address, size)) continue;
            if (outermost is not { } outer || range.Depth < outer.Depth) outermost = range;
            if (innermost is not { } inner || range.Depth > inner.Depth) innermost = range;
        }

        return outermost is { } found ? new IomemCover(found, innermost!.Value) : null;
    }

    private static List<IomemRange> Parse(string text)
    {
        var ranges = new List<IomemRange>();
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
            if (TryParse(line, out IomemRange range)) ranges.Add(range);
        return ranges;
    }

    private static bool TryParse(ReadOnlySpan<char> line, out IomemRange range)
    {
        range = default;
        int indent = line.Length - line.TrimStart(' ').Length;
        line = line[indent..];
        int dash = line.IndexOf('-'), colon = line.IndexOf(" : ");
        if (dash < 0 || colon < dash || !TryHex(line[..dash], out ulong start) || !TryHex(line[(dash + 1)..colon], out ulong end) || end < start) return false;
        range = new IomemRange(start, end, line[(colon + 3)..].ToString(), indent / 2);
        return true;
    }

    private static bool TryHex(ReadOnlySpan<char> text, out ulong value) =>
        ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
