using System.Globalization;

namespace PstoreAgent.CommandLine;

/// <summary>Spans of time as people write them: 30d, 12h, 90m, 2w.</summary>
internal static class AgeText
{
    /// <summary>Reads a whole number and its unit: minutes, hours, days or weeks.</summary>
    public static bool TryParse(string text, out TimeSpan age)
    {
        age = default;
        int minutes = text.Length < 2 ? 0 : text[^1] switch { 'm' => 1, 'h' => 60, 'd' => 24 * 60, 'w' => 7 * 24 * 60, _ => 0 };
        if (minutes == 0 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count)) return false;

        // More than ten thousand years can't be held.
        if (count > TimeSpan.MaxValue.TotalMinutes / minutes / 2) return false;
        age = TimeSpan.FromMinutes((long)count * minutes);
        return true;
    }
}
