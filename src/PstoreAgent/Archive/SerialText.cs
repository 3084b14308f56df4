using System.Text;

namespace PstoreAgent.Archive;

/// <summary>
/// Serial numbers: what follows "serial", "serialno", "serial-number", "SerialNumber", "S/N", "IMEI" and the like, as in
/// "androidboot.serialno=0123456789ABCDEF" or "usb 1-1: SerialNumber: 4C530001".
/// </summary>
internal static class SerialText
{
    private const int LongestGap = 16, LeastValue = 4, LongestValue = 64;

    /// <summary>Digits that a value must have where no ":" or "=" says that it is one.</summary>
    private const int DigitsWithoutSign = 4;

    /// <summary>Looks whether a word for a serial number begins at <paramref name="at"/>, and a value follows.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, int at, out RedactionFind find)
    {
        find = default;
        if (AddressText.IsWordBefore(text, at) && text[at - 1] != '_') return false;
        if (!TrySkipWord(text, ref at, out bool saysNumber) || !TrySkipGap(text, ref at, out bool hasSign)) return false;
        int end = at;
        while (end < text.Length && end - at <= LongestValue && IsValue(text[end])) end++;
        while (end > at && text[end - 1] is (byte)'.' or (byte)'-') end--;
        ReadOnlySpan<byte> value = text[at..end];
        if (value.Length is < LeastValue or > LongestValue || !IsEnd(text, end) || !IsLikely(value, saysNumber, hasSign)) return false;
        find = new RedactionFind(RedactionKind.Serial, at, end, Encoding.ASCII.GetString(value));
        return true;
    }

    private static bool TrySkipWord(ReadOnlySpan<byte> text, ref int at, out bool saysNumber)
    {
        saysNumber = TrySkip(text, ref at, "s/n"u8) || TrySkip(text, ref at, "imei"u8);
        if (!saysNumber)
        {
            if (!TrySkip(text, ref at, "serial"u8)) return false;
            int behind = at;
            if (behind < text.Length && text[behind] is (byte)' ' or (byte)'-' or (byte)'_') behind++;
            saysNumber = TrySkip(text, ref behind, "number"u8) || TrySkip(text, ref behind, "num"u8) || TrySkip(text, ref behind, "no"u8) || TrySkip(text, ref behind, "#"u8);
            if (saysNumber && !AddressText.IsWordAt(text, behind)) at = behind;
            else saysNumber = false;
            if (saysNumber && at < text.Length && text[at] == '.') at++;
        }

        return !AddressText.IsWordAt(text, at);
    }

    private static bool TrySkip(ReadOnlySpan<byte> text, ref int at, ReadOnlySpan<byte> word)
    {
        if (text.Length - at < word.Length || !Ascii.EqualsIgnoreCase(text.Slice(at, word.Length), word)) return false;
        at += word.Length;
        return true;
    }

    /// <summary>Blanks, quotes, and one ":" or "=".</summary>
    private static bool TrySkipGap(ReadOnlySpan<byte> text, ref int at, out bool hasSign)
    {
        int start = at;
        hasSign = false;
        for (; at < text.Length && at - start <= LongestGap; at++)
        {
            if (text[at] is (byte)' ' or (byte)'\t' or (byte)'"' or (byte)'\'') continue;
            if (hasSign || text[at] is not ((byte)':' or (byte)'=')) break;
            hasSign = true;
        }

        return at > start && at < text.Length;
    }

    /// <summary>What follows may be a driver's words: "fe201000.serial: ttyAMA1 at MMIO …", "Serial: AMBA PL011 UART driver".</summary>
    private static bool IsLikely(ReadOnlySpan<byte> value, bool saysNumber, bool hasSign)
    {
        int digits = 0;
        foreach (byte symbol in value)
            if (AddressText.IsDigit(symbol)) digits++;
        if (value.StartsWith("tty"u8) || value.StartsWith("0x"u8)) return saysNumber;
        return hasSign ? digits > 1 || (saysNumber && digits > 0) : digits >= DigitsWithoutSign;
    }

    private static bool IsValue(byte value) => AddressText.IsWord(value) || value is (byte)'-' or (byte)'.';

    /// <summary>A value ends where a blank, a quote, a bracket, punctuation or a control character stands, and nowhere within a longer word.</summary>
    private static bool IsEnd(ReadOnlySpan<byte> text, int end) => end == text.Length || text[end] <= ' ' || "\"',;.-)]}>"u8.Contains(text[end]);
}
