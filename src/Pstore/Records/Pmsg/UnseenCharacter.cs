namespace Pstore.Records;

/// <summary>Characters of UTF-8 that are not seen but change what a terminal shows: C1 controls, bidirectional controls, line and paragraph separators.</summary>
internal static class UnseenCharacter
{
    /// <summary>Bytes of such a character at the start of a text; 0 where there is none.</summary>
    public static int Length(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 2 && text[0] == 0xC2 && text[1] is >= 0x80 and <= 0x9F) return 2;
        if (text.Length >= 2 && text[0] == 0xD8 && text[1] == 0x9C) return 2;
        if (text.Length < 3 || text[0] != 0xE2) return 0;
        bool unseen = text[1] == 0x80 ? text[2] is 0x8E or 0x8F or (>= 0xA8 and <= 0xAE) : text[1] == 0x81 && text[2] is >= 0xA6 and <= 0xA9;
        return unseen ? 3 : 0;
    }
}
