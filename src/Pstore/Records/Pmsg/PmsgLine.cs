using System.Buffers.Text;

namespace Pstore.Records;

/// <summary>
/// One line of this program's own in pmsg; the spans are parts of the line. <see cref="PmsgLineText"/> writes it.
/// <code>
/// 2026-11-23T08:03:11Z +1234.567 b=1a2b3c4d tag: text
/// </code>
/// Wall-clock time in UTC or "-", seconds since boot (CLOCK_MONOTONIC_RAW, as near as can be to how the kernel log counts them), the first 8 hex
/// digits of the boot id (zeros where there is none).
/// </summary>
public readonly ref struct PmsgLine
{
    private const int BootIdDigits = 8, TimeLength = 20, MostTag = 256;

    /// <summary>The time as written.</summary>
    public ReadOnlySpan<byte> TimeText { get; private init; }

    /// <summary>The seconds since boot as written, without their sign.</summary>
    public ReadOnlySpan<byte> UptimeText { get; private init; }

    /// <summary>The digits of the boot id.</summary>
    public ReadOnlySpan<byte> BootIdText { get; private init; }

    /// <summary>Who wrote it.</summary>
    public ReadOnlySpan<byte> Tag { get; private init; }

    /// <summary>What was written, escaped.</summary>
    public ReadOnlySpan<byte> Text { get; private init; }

    /// <summary>Milliseconds since boot, rounded down.</summary>
    public long UptimeMilliseconds { get; private init; }

    /// <summary>The boot id's first 32 bits.</summary>
    public uint BootId { get; private init; }

    /// <summary>Null where the line has "-".</summary>
    public RecordTime? Time { get; private init; }

    /// <summary>Reads a line, without its newline; false when it is of another form.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out PmsgLine parsed)
    {
        parsed = default;
        ReadOnlySpan<byte> rest = line;
        ReadOnlySpan<byte> time = Word(ref rest), uptime = Word(ref rest), boot = Word(ref rest);
        if (!TryTime(time, out RecordTime? when)) return false;
        if (!uptime.StartsWith("+"u8) || !SecondsText.TryParse(uptime[1..], out long milliseconds)) return false;
        if (!boot.StartsWith("b="u8) || boot.Length != "b=".Length + BootIdDigits) return false;
        if (!Utf8Parser.TryParse(boot["b=".Length..], out uint id, out int read, 'x') || read != BootIdDigits) return false;
        int colon = rest[..Math.Min(rest.Length, MostTag)].IndexOf((byte)':');
        if (colon < 1) return false;
        ReadOnlySpan<byte> text = rest[(colon + 1)..];
        parsed = new PmsgLine
        {
            TimeText = time,
            UptimeText = uptime[1..],
            BootIdText = boot["b=".Length..],
            Tag = rest[..colon],
            Text = text.StartsWith(" "u8) ? text[1..] : text,
            UptimeMilliseconds = milliseconds,
            BootId = id,
            Time = when,
        };
        return true;
    }

    /// <summary>
    /// Where a line of this program begins in one of a log: behind a record of another that does not end with a newline,
    /// as Android's never do. A line that begins with one is all of that one, whatever its text quotes. -1 without one.
    /// </summary>
    public static int FindIn(ReadOnlySpan<byte> line)
    {
        if (TryParse(line, out _)) return 0;
        for (int from = 0; ;)
        {
            int found = line[from..].IndexOf(" b="u8);
            if (found < 0) return -1;
            int boot = from + found, least = Math.Max(0, boot - SecondsText.MostBytes);
            from = boot + 1;
            int plus = least + line[least..boot].LastIndexOf((byte)'+'), time = plus - 1 - TimeLength, none = plus - "- ".Length;
            if (time >= 0 && TryParse(line[time..], out _)) return time;
            if (none >= 0 && TryParse(line[none..], out _)) return none;
        }
    }

    /// <summary>
    /// Takes the first line off a log, without its newline and without a carriage return before it. What stands in front
    /// of this program's line in the same one is taken as a line of its own.
    /// </summary>
    public static ReadOnlySpan<byte> TakeFirst(scoped ref ReadOnlySpan<byte> log)
    {
        int end = log.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? log : log[..end];
        int own = FindIn(line);
        if (own > 0)
        {
            line = log[..own];
            log = log[own..];
            return line;
        }

        log = end < 0 ? default : log[(end + 1)..];
        return line.TrimEnd((byte)'\r');
    }

    private static ReadOnlySpan<byte> Word(scoped ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return word;
    }

    private static bool TryTime(ReadOnlySpan<byte> text, out RecordTime? time)
    {
        time = null;
        if (text.SequenceEqual("-"u8)) return true;

        // By hand: the runtime's parser of dates is large.
        ReadOnlySpan<byte> shape = "0000-00-00T00:00:00Z"u8;
        if (text.Length != shape.Length) return false;
        for (int i = 0; i < shape.Length; i++)
            if (shape[i] == '0' ? text[i] is < (byte)'0' or > (byte)'9' : text[i] != shape[i]) return false;
        int year = Number(text[..4]), month = Number(text[5..7]), day = Number(text[8..10]), hour = Number(text[11..13]), minute = Number(text[14..16]), second = Number(text[17..19]);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return false;
        time = new RecordTime((new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond, 0);
        return true;
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        int value = 0;
        foreach (byte digit in digits) value = (value * 10) + (digit - '0');
        return value;
    }
}
