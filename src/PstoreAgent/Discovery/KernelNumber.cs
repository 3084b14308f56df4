namespace PstoreAgent.Discovery;

/// <summary>Numbers as the kernel reads them: 0x is hexadecimal, a leading 0 octal, else decimal.</summary>
internal static class KernelNumber
{
    /// <summary>A whole module parameter (kstrtoull, kstrtoul): a sign "+" at most, and no suffix.</summary>
    public static bool TryParameter(ReadOnlySpan<char> text, out ulong value)
    {
        if (text.StartsWith("+")) text = text[1..];
        return Take(ref text, out value) && text.IsEmpty;
    }

    /// <summary>A whole signed parameter of type int (kstrtoint).</summary>
    public static bool TryInt(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        bool negative = text.StartsWith("-");
        if (!TryParameter(negative ? text[1..] : text, out ulong magnitude) || magnitude > int.MaxValue) return false;
        value = negative ? -(int)magnitude : (int)magnitude;
        return true;
    }

    /// <summary>Takes a number with an optional K, M, G, T, P or E off the front (memparse).</summary>
    public static bool TakeSize(ref ReadOnlySpan<char> text, out ulong value)
    {
        if (!Take(ref text, out value)) return false;
        int unit = text.IsEmpty ? -1 : "KMGTPE".IndexOf(char.ToUpperInvariant(text[0]), StringComparison.Ordinal);
        if (unit < 0) return true;
        int shift = 10 * (unit + 1);
        if (value > ulong.MaxValue >> shift) return false;
        value <<= shift;
        text = text[1..];
        return true;
    }

    /// <summary>Takes "0x" and hexadecimal digits off the front.</summary>
    public static bool TakeHex(ref ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && Take(ref text, out value);
    }

    private static bool Take(ref ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        ReadOnlySpan<char> digits = text;
        uint radix = 10;
        if (digits.Length > 2 && digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && char.IsAsciiHexDigit(digits[2]))
        {
            radix = 16;
            digits = digits[2..];
        }
        else if (digits.StartsWith("0"))
        {
            radix = 8;
        }

        int length = 0;
        for (; length < digits.Length && Digit(digits[length]) < radix; length++)
        {
            UInt128 next = ((UInt128)value * radix) + Digit(digits[length]);
            if (next > ulong.MaxValue) return false;
            value = (ulong)next;
        }

        text = digits[length..];
        return length > 0;
    }

    private static uint Digit(char symbol) =>
        char.IsAsciiDigit(symbol) ? (uint)(symbol - '0')
        : char.IsAsciiHexDigit(symbol) ? (uint)((symbol | 0x20) - 'a' + 10)
        : uint.MaxValue;
}
