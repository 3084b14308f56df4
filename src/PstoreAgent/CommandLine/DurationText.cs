using System.Globalization;

namespace PstoreAgent.CommandLine;

/// <summary>Durations as people write them: 5s, 500ms, 2m, 1h, 30d, 2w; a bare number is seconds.</summary>
internal static class DurationText
{
    /// <summary>Reads a duration into milliseconds.</summary>
    public static bool TryParse(string text, out long milliseconds)
    {
        (string unit, long factor) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => ("ms", 1L),
            _ when text.EndsWith('s') => ("s", 1000),
            _ when text.EndsWith('m') => ("m", 60_000),
            _ when text.EndsWith('h') => ("h", 3_600_000),
            _ when text.EndsWith('d') => ("d", 86_400_000),
            _ when text.EndsWith('w') => ("w", 604_800_000),
            _ => ("", 1000),
        };
        if (!uint.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out uint number))
        {
            milliseconds = 0;
            return false;
        }

        milliseconds = number * factor;
        return true;
    }
}
