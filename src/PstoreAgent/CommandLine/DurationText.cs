using System.Globalization;

namespace PstoreAgent.CommandLine;

/// <summary>Durations as people write them: 5s, 1.5s, 500ms, 2m, 1h, 30d, 2w; a bare number is seconds.</summary>
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
        ReadOnlySpan<char> digits = text.AsSpan(0, text.Length - unit.Length);
        milliseconds = 0;
        int dot = digits.IndexOf('.');
        if (!uint.TryParse(dot < 0 ? digits : digits[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out uint number)) return false;
        milliseconds = number * factor;
        if (dot < 0) return true;

        // As this program itself writes seconds.
        const int mostDigits = 3;
        ReadOnlySpan<char> fraction = digits[(dot + 1)..];
        if (fraction.Length > mostDigits || !uint.TryParse(fraction, NumberStyles.None, CultureInfo.InvariantCulture, out uint part)) return false;
        for (int i = fraction.Length; i < mostDigits; i++) part *= 10;
        milliseconds += part * factor / 1000;
        return true;
    }
}
