using Pstore.Records;

namespace Pstore.Text;

/// <summary>When a crash was, by the times of the kernel log's lines.</summary>
public static class CrashTime
{
    private static ReadOnlySpan<byte> Panic => "Kernel panic - not syncing"u8;

    /// <summary>
    /// Milliseconds since boot, rounded up; null where no line tells. A dump is made while the kernel crashes: its last
    /// line counts. A console goes on after that: there the panic's line counts, and nothing without one.
    /// </summary>
    /// <param name="text">The log.</param>
    /// <param name="isDump">Whether it is a dump and not a console.</param>
    public static long? Find(ReadOnlySpan<byte> text, bool isDump)
    {
        while (!text.IsEmpty)
        {
            int start = text.LastIndexOf((byte)'\n');
            ReadOnlySpan<byte> line = text[(start + 1)..];
            text = start < 0 ? default : text[..start];
            if (!isDump && line.IndexOf(Panic) < 0) continue;
            if (TryTime(line, out long milliseconds)) return milliseconds;
        }

        return null;
    }

    /// <summary>"[    0.698662] …", with "&lt;6&gt;" before it or not.</summary>
    private static bool TryTime(ReadOnlySpan<byte> line, out long milliseconds)
    {
        milliseconds = 0;
        if (line.StartsWith("<"u8)) line = line[(line.IndexOf((byte)'>') + 1)..];
        int end = line.IndexOf((byte)']');
        if (!line.StartsWith("["u8) || end < 0) return false;
        if (!SecondsText.TryParse(line[1..end].TrimStart((byte)' '), out milliseconds, out bool hasMore)) return false;
        if (hasMore) milliseconds++;
        return true;
    }
}
