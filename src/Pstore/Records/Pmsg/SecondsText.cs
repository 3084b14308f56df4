using System.Buffers.Text;

namespace Pstore.Records;

/// <summary>Seconds with a fraction, as the kernel log and pmsg lines write them: "1234.567".</summary>
public static class SecondsText
{
    // Beyond what any uptime has; milliseconds of it fit.
    private const int MostDigits = 12;

    /// <summary>Reads digits with an optional fraction into milliseconds, rounded down; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long milliseconds) => TryParse(text, out milliseconds, out _);

    /// <summary>The same, and whether the fraction has more than the milliseconds tell.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long milliseconds, out bool hasMore)
    {
        milliseconds = 0;
        hasMore = false;
        int dot = text.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = dot < 0 ? text : text[..dot], fraction = dot < 0 ? default : text[(dot + 1)..];
        if (whole.IsEmpty || whole.Length > MostDigits || fraction.Length > MostDigits || dot == text.Length - 1) return false;
        if (whole.ContainsAnyExceptInRange((byte)'0', (byte)'9') || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        _ = Utf8Parser.TryParse(whole, out long seconds, out _);
        milliseconds = seconds * 1000;
        for (int i = 0, unit = 100; i < fraction.Length; i++, unit /= 10)
        {
            milliseconds += (fraction[i] - '0') * unit;
            hasMore |= unit == 0 && fraction[i] != '0';
        }

        return true;
    }

    /// <summary>Writes seconds with three digits of fraction; the bytes written. At most <see cref="MostBytes"/> are.</summary>
    public static int Write(Span<byte> target, long milliseconds)
    {
        Utf8Formatter.TryFormat(milliseconds / 1000, target, out int length);
        target[length++] = (byte)'.';
        Utf8Formatter.TryFormat(milliseconds % 1000, target[length..], out int digits, new System.Buffers.StandardFormat('D', 3));
        return length + digits;
    }

    /// <summary>Bytes that <see cref="Write"/> may need.</summary>
    public const int MostBytes = 24;
}
