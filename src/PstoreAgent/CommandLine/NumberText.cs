using System.Globalization;

namespace PstoreAgent.CommandLine;

/// <summary>Numbers as people write sizes: 4096, 0x1000, 4K, 1M.</summary>
internal static class NumberText
{
    /// <summary>Reads a number with an optional K, M or G (1024, 1024², 1024³).</summary>
    public static bool TryParse(string text, out ulong value)
    {
        value = 0;
        ReadOnlySpan<char> digits = text;
        int shift = digits.Length == 0 ? 0 : char.ToUpperInvariant(digits[^1]) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        if (shift > 0) digits = digits[..^1];
        bool hex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool parsed = hex
            ? ulong.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        if (!parsed || value > ulong.MaxValue >> shift) return false;
        value <<= shift;
        return true;
    }

    /// <summary>Whether a text that can't be read is a number all the same, of more than 64 bits.</summary>
    public static bool IsTooLarge(string text)
    {
        ReadOnlySpan<char> digits = text;
        if (digits.Length > 0 && char.ToUpperInvariant(digits[^1]) is 'K' or 'M' or 'G') digits = digits[..^1];
        bool hex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (hex) digits = digits[2..];
        foreach (char digit in digits)
            if (!(hex ? char.IsAsciiHexDigit(digit) : char.IsAsciiDigit(digit))) return false;
        return digits.Length > 0;
    }
}
