using System.Text;
using Pstore.Records;

namespace Pstore.Verdicts;

/// <summary>
/// The reason for a restart that user space leaves in pmsg before it asks for one, a line of its own:
/// <code>
/// 2026-11-23T08:03:11Z +1234.567 b=1a2b3c4d reason: TEXT     time or "-", seconds since boot, first hex digits of the boot id
/// reason: TEXT
/// reboot-reason: TEXT
/// </code>
/// or a record of Android's logger that has one of these as its message, or one of the words as its tag.
/// </summary>
/// <param name="Text">What the reason is: at most 200 characters, control characters as they came.</param>
/// <param name="Time">The wall-clock time as written; null without one.</param>
/// <param name="Uptime">Seconds since boot as written; null without them.</param>
/// <param name="BootId">The first 8 hex digits of the boot's id; null without them.</param>
public sealed record PmsgReason(string Text, string? Time = null, string? Uptime = null, string? BootId = null)
{
    private const int MostText = 200, MostLine = 1024;

    private static readonly string[] s_words = ["reason", "reboot-reason"];

    /// <summary>The last reason in a log; null where there is none.</summary>
    public static PmsgReason? FindLast(ReadOnlySpan<byte> log)
    {
        PmsgReason? found = FindLastLine(log, out int place);
        int from = 0;
        while (AndroidLog.TryFindNext(log, from, out int at, out AndroidLogEntry entry, out int length))
        {
            from = at + length;
            if (at > place && OfEntry(log, entry) is { } reason) found = reason;
        }

        return found;
    }

    /// <summary>Reads one line; null when it tells no reason.</summary>
    public static PmsgReason? Parse(ReadOnlySpan<byte> line)
    {
        string text = Decode(line);
        if (TextBehindWord(text) is { } plain) return Of(plain, null, null, null);
        if (!PmsgLine.TryParse(line[..Math.Min(line.Length, MostLine)], out PmsgLine parsed) || !s_words.Contains(Decode(parsed.Tag))) return null;
        return Of(Decode(parsed.Text), parsed.Time == null ? null : Decode(parsed.TimeText), Decode(parsed.UptimeText), Decode(parsed.BootIdText));
    }

    private static PmsgReason? FindLastLine(ReadOnlySpan<byte> log, out int place)
    {
        for (int start, end = log.Length; end > 0; end = start)
        {
            start = Math.Max(0, log[..end].LastIndexOf((byte)'\n'));
            ReadOnlySpan<byte> line = log[start..end].TrimStart("\r\n"u8);
            place = end - line.Length;
            line = line.TrimEnd("\r\n"u8);

            // What does not end with a newline stands in front of this program's line.
            int own = PmsgLine.FindIn(line);
            if (own > 0 && Parse(line[own..]) is { } behind)
            {
                place += own;
                return behind;
            }

            if (Parse(own > 0 ? line[..own] : line) is { } reason) return reason;
        }

        place = -1;
        return null;
    }

    private static PmsgReason? OfEntry(ReadOnlySpan<byte> log, in AndroidLogEntry entry)
    {
        if (entry.IsBinary) return null;
        ReadOnlySpan<byte> message = log[entry.Message].Trim("\r\n"u8);
        if (Parse(message) is { } reason) return reason;
        return s_words.Contains(Decode(log[entry.Tag])) ? Of(Decode(message), null, null, null) : null;
    }

    private static PmsgReason? Of(string text, string? time, string? uptime, string? bootId)
    {
        text = text.Trim();
        if (text.Length > MostText) text = text[..MostText];
        return text.Length == 0 ? null : new PmsgReason(text, time, uptime, bootId);
    }

    private static string? TextBehindWord(string text)
    {
        foreach (string word in s_words)
            if (text.StartsWith(word, StringComparison.Ordinal) && text.Length > word.Length && text[word.Length] == ':') return text[(word.Length + 1)..];
        return null;
    }

    private static string Decode(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MostLine)]);
}
