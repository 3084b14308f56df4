using System.Text;

namespace PstoreAgent.Archive;

/// <summary>
/// Serial numbers: what follows "serial", "serialno", "serial-number", "SerialNumber", "serial#", "S/N", "SN", "IMEI" and
/// the like, as in "androidboot.serialno=0123456789ABCDEF" or "usb 1-1: SerialNumber: 4C530001".
/// </summary>
internal static class SerialText
{
    private const int LongestGap = 16, LeastValue = 4, LongestValue = 64;

    /// <summary>Digits that a value must have where nothing but the word "serial" says that it is one.</summary>
    private const int DigitsWithoutSign = 4;

    /// <summary>Letters and digits that a value of capitals and digits must have there.</summary>
    private const int CapitalsWithoutSign = 6;

    /// <summary>Looks whether a word for a serial number begins at <paramref name="at"/>, and a value follows.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, int at, out RedactionFind find)
    {
        find = default;
        if (AddressText.IsWordBefore(text, at) && text[at - 1] != '_') return false;
        if (!TrySkipWord(text, ref at, out bool saysNumber) || !TrySkipGap(text, ref at, out bool hasSign, out bool isQuoted)) return false;
        if (isQuoted && TryQuoted(text, at, out int end)) hasSign = true;
        else end = PlainEnd(text, at);
        ReadOnlySpan<byte> value = text[at..end];
        if (value.Length is < LeastValue or > LongestValue || !IsEnd(text, end) || !IsLikely(value, saysNumber, hasSign)) return false;
        find = new RedactionFind(RedactionKind.Serial, at, end, Encoding.ASCII.GetString(value));
        return true;
    }

    private static bool TrySkipWord(ReadOnlySpan<byte> text, ref int at, out bool saysNumber)
    {
        saysNumber = TrySkip(text, ref at, "s/n"u8) || TrySkip(text, ref at, "imei"u8) || TrySkip(text, ref at, "sn"u8);
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

    /// <summary>Blanks, quotes, and one ":" or "=". A quote right behind the word ends that; the last of others begins the value.</summary>
    private static bool TrySkipGap(ReadOnlySpan<byte> text, ref int at, out bool hasSign, out bool isQuoted)
    {
        int start = at;
        hasSign = isQuoted = false;
        for (; at < text.Length && at - start <= LongestGap; at++)
        {
            if (text[at] is (byte)' ' or (byte)'\t' or (byte)'"' or (byte)'\'') continue;
            if (hasSign || text[at] is not ((byte)':' or (byte)'=')) break;
            hasSign = true;
        }

        isQuoted = at > start + 1 && text[at - 1] is (byte)'"' or (byte)'\'';
        return at > start && at < text.Length;
    }

    /// <summary>A value in quotes may have blanks. What is masked in it is not masked again.</summary>
    private static bool TryQuoted(ReadOnlySpan<byte> text, int at, out int end)
    {
        byte quote = text[at - 1];
        end = at;
        while (end < text.Length && end - at <= LongestValue && text[end] is >= (byte)' ' and < 0x7F and not ((byte)'"' or (byte)'\'' or (byte)'<' or (byte)'>')) end++;
        return end < text.Length && text[end] == quote;
    }

    private static int PlainEnd(ReadOnlySpan<byte> text, int at)
    {
        int end = at;
        while (end < text.Length && end - at <= LongestValue && IsValue(text[end])) end++;
        while (end > at && text[end - 1] is (byte)'.' or (byte)'-') end--;
        return end;
    }

    /// <summary>What follows may be a driver's words: "fe201000.serial: ttyAMA1 at MMIO …", "Serial: AMBA PL011 UART driver".</summary>
    private static bool IsLikely(ReadOnlySpan<byte> value, bool saysNumber, bool hasSign)
    {
        int digits = 0, capitals = 0;
        foreach (byte symbol in value)
        {
            if (AddressText.IsDigit(symbol)) digits++;
            else if (symbol is >= (byte)'A' and <= (byte)'Z') capitals++;
        }

        if (value.StartsWith("tty"u8) || value.StartsWith("0x"u8)) return saysNumber;
        if (saysNumber) return digits > 0;
        if (hasSign) return digits > 1;
        return digits >= DigitsWithoutSign || (digits > 1 && digits + capitals == value.Length && value.Length >= CapitalsWithoutSign);
    }

    private static bool IsValue(byte value) => AddressText.IsWord(value) || value is (byte)'-' or (byte)'.';

    /// <summary>A value ends where a blank, a quote, a bracket, punctuation or a control character stands, and nowhere within a longer word.</summary>
    private static bool IsEnd(ReadOnlySpan<byte> text, int end) => end == text.Length || text[end] <= ' ' || "\"',;.-)]}>"u8.Contains(text[end]);
}
