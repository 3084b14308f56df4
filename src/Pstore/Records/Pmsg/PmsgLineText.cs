using System.Buffers;
using System.Buffers.Text;

namespace Pstore.Records;

/// <summary>
/// Writes what <see cref="PmsgLine"/> reads. It allocates nothing, for a heartbeat that runs for months. In tag and
/// text a backslash becomes \\, a newline \n, a tab \t; the bytes of any other control character, C1 included, and of what
/// turns or breaks lines (Unicode's bidirectional controls and separators) become \xNN with two hex digits.
/// </summary>
public static class PmsgLineText
{
    private const int Prefix = 20 + 2 + SecondsText.MostBytes + 3 + 8 + 1, MostEscaped = 4;

    /// <summary>Bytes that a line with such a tag and text may need, its newline included.</summary>
    public static int MostBytes(int tagLength, int textLength) => Prefix + (MostEscaped * (tagLength + textLength)) + 3;

    /// <summary>Writes one line with its newline; the bytes written.</summary>
    /// <param name="target">At least <see cref="MostBytes"/> bytes.</param>
    /// <param name="time">Wall-clock time; the fraction is left out.</param>
    /// <param name="uptimeMilliseconds">Since boot.</param>
    /// <param name="bootId">The first 32 bits of the boot id; 0 where there is none.</param>
    /// <param name="tag">Without a colon.</param>
    /// <param name="text">Anything.</param>
    public static int Write(Span<byte> target, RecordTime time, long uptimeMilliseconds, uint bootId, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> text)
    {
        int at = WriteTime(target, time);
        at += Put(target[at..], " +"u8);
        at += SecondsText.Write(target[at..], uptimeMilliseconds);
        at += Put(target[at..], " b="u8);
        Utf8Formatter.TryFormat(bootId, target[at..], out int digits, new StandardFormat('x', 8));
        at += digits;
        at += Put(target[at..], " "u8);
        at += Escape(target[at..], tag);
        at += Put(target[at..], ": "u8);
        at += Escape(target[at..], text);
        return at + Put(target[at..], "\n"u8);
    }

    private static int WriteTime(Span<byte> target, RecordTime time)
    {
        const long lastYear9999 = 253402300799;
        if (time.Seconds is < 0 or > lastYear9999) return Put(target, "-"u8);
        DateTime moment = DateTime.UnixEpoch.AddSeconds(time.Seconds);
        Number(target, moment.Year, 4);
        target[4] = target[7] = (byte)'-';
        Number(target[5..], moment.Month, 2);
        Number(target[8..], moment.Day, 2);
        target[10] = (byte)'T';
        Number(target[11..], moment.Hour, 2);
        target[13] = target[16] = (byte)':';
        Number(target[14..], moment.Minute, 2);
        Number(target[17..], moment.Second, 2);
        target[19] = (byte)'Z';
        return 20;
    }

    private static void Number(Span<byte> target, int value, int digits) =>
        Utf8Formatter.TryFormat(value, target, out _, new StandardFormat('D', (byte)digits));

    private static int Escape(Span<byte> target, ReadOnlySpan<byte> text)
    {
        int at = 0;

        // Bytes of a character of several that is not to stay.
        int hidden = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte value = text[i];
            if (hidden <= 0) hidden = UnseenCharacter.Length(text[i..]);
            if (--hidden < 0 && value >= 0x20 && value != 0x7F && value != '\\')
            {
                target[at++] = value;
                continue;
            }

            target[at++] = (byte)'\\';
            switch (value)
            {
                case (byte)'\\':
                    target[at++] = (byte)'\\';
                    break;
                case (byte)'\n':
                    target[at++] = (byte)'n';
                    break;
                case (byte)'\t':
                    target[at++] = (byte)'t';
                    break;
                default:
                    target[at++] = (byte)'x';
                    Utf8Formatter.TryFormat(value, target[at..], out int digits, new StandardFormat('x', 2));
                    at += digits;
                    break;
            }
        }

        return at;
    }

    private static int Put(Span<byte> target, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(target);
        return bytes.Length;
    }
}
