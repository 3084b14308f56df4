namespace Pstore.Text;

/// <summary>
/// The lines of a kernel log by their time and text, to tell whether another text is of the same boot. A time has
/// microseconds: two boots hardly log the same line at the same time, except in the first moments, which don't count.
/// </summary>
public sealed class LogFingerprint
{
    // Lines of a dump that are looked for: its end, which a panic always prints on the console.
    private const int Sample = 64, Enough = 2;

    private readonly HashSet<ulong> _lines = [];

    /// <summary>Takes the lines of a kernel log, with or without levels in front.</summary>
    public LogFingerprint(ReadOnlySpan<byte> log)
    {
        while (!log.IsEmpty)
        {
            if (TryHash(TakeFirst(ref log), out ulong hash)) _lines.Add(hash);
        }
    }

    /// <summary>Whether there is any line to compare with.</summary>
    public bool IsEmpty => _lines.Count == 0;

    /// <summary>Whether the last lines of <paramref name="text"/> are lines of this log.</summary>
    public bool IsSameBoot(ReadOnlySpan<byte> text)
    {
        int seen = 0, matched = 0;
        while (!text.IsEmpty && seen < Sample && matched < Enough)
        {
            if (!TryHash(TakeLast(ref text), out ulong hash)) continue;
            seen++;
            if (_lines.Contains(hash)) matched++;
        }

        return matched >= Enough || (matched > 0 && matched == seen);
    }

    private static ReadOnlySpan<byte> TakeFirst(ref ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return line;
    }

    private static ReadOnlySpan<byte> TakeLast(ref ReadOnlySpan<byte> text)
    {
        int start = text.LastIndexOf((byte)'\n');
        ReadOnlySpan<byte> line = text[(start + 1)..];
        text = start < 0 ? default : text[..start];
        return line;
    }

    /// <summary>FNV-1a of "seconds.micros] text". False for a line without a time, or of the first tenth of a second.</summary>
    private static bool TryHash(ReadOnlySpan<byte> line, out ulong hash)
    {
        hash = 0;
        if (line.StartsWith("<"u8))
        {
            int close = line.IndexOf((byte)'>');
            if (close is > 1 and < 6) line = line[(close + 1)..];
        }

        int end = line.IndexOf((byte)']');
        if (!line.StartsWith("["u8) || end < 0 || !System.Buffers.Text.Utf8Parser.TryParse(line[1..end].TrimStart((byte)' '), out double time, out _) || time < 0.1) return false;
        hash = 14695981039346656037;
        foreach (byte symbol in line[1..].TrimStart((byte)' ').TrimEnd("\r "u8))
            hash = (hash ^ symbol) * 1099511628211;
        return true;
    }
}
