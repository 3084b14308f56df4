using System.Globalization;

namespace PstoreAgent.Archive;

/// <summary>
/// Times as an entry's meta.json has them: RFC 3339 in UTC, whole seconds. They are spelled and read here, because the
/// framework's reading and writing of dates in all their forms would be 70 KB of the native file.
/// </summary>
internal static class UtcTime
{
    private const string Shape = "0000-00-00T00:00:00Z";

    public static string Text(DateTimeOffset time)
    {
        DateTime t = time.UtcDateTime;
        return $"{t.Year:D4}-{t.Month:D2}-{t.Day:D2}T{t.Hour:D2}:{t.Minute:D2}:{t.Second:D2}Z";
    }

    /// <summary>Seconds since 1970; null where the text is no such time.</summary>
    public static long? Seconds(string text)
    {
        if (text.Length != Shape.Length) return null;
        for (int i = 0; i < Shape.Length; i++)
            if (Shape[i] == '0' ? !char.IsAsciiDigit(text[i]) : text[i] != Shape[i]) return null;
        int year = Number(text, 0, 4), month = Number(text, 5, 2), day = Number(text, 8, 2);
        int hour = Number(text, 11, 2), minute = Number(text, 14, 2), second = Number(text, 17, 2);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return null;
        return (new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
    }

    private static int Number(string text, int start, int length) =>
        int.Parse(text.AsSpan(start, length), NumberStyles.None, CultureInfo.InvariantCulture);
}
