using System.Globalization;

namespace Pstore.Text;

/// <summary>Finds the KASLR offset that a panic logs: "Kernel Offset: 0x1c0000 from 0xffff800008000000".</summary>
public static class KaslrText
{
    /// <summary>The last offset in a log; false where none is named or it is disabled.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, out ulong offset)
    {
        offset = 0;
        ReadOnlySpan<byte> mark = "Kernel Offset: 0x"u8;
        int at = text.LastIndexOf(mark);
        if (at < 0) return false;
        ReadOnlySpan<byte> digits = text[(at + mark.Length)..];
        int length = digits.IndexOfAnyExcept("0123456789abcdef"u8);
        if (length >= 0) digits = digits[..length];
        return ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out offset);
    }
}
