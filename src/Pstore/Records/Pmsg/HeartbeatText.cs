using System.Buffers.Text;

namespace Pstore.Records;

/// <summary>The text of a heartbeat's lines: "beat 17, every 5.000 s", and "stopped" with more behind it at its end.</summary>
public static class HeartbeatText
{
    /// <summary>Bytes that <see cref="WriteBeat"/> may need.</summary>
    public const int MostBytes = 64;

    private const int MostDigits = 18;

    /// <summary>What the last line of a heartbeat that was ended on purpose begins with.</summary>
    public static ReadOnlySpan<byte> Stopped => "stopped"u8;

    private static ReadOnlySpan<byte> Head => "beat "u8;

    private static ReadOnlySpan<byte> Middle => ", every "u8;

    private static ReadOnlySpan<byte> Tail => " s"u8;

    /// <summary>Writes a beat; the bytes written.</summary>
    public static int WriteBeat(Span<byte> target, long number, long intervalMilliseconds)
    {
        Head.CopyTo(target);
        int at = Head.Length;
        Utf8Formatter.TryFormat(number, target[at..], out int digits);
        at += digits;
        Middle.CopyTo(target[at..]);
        at += Middle.Length;
        at += SecondsText.Write(target[at..], intervalMilliseconds);
        Tail.CopyTo(target[at..]);
        return at + Tail.Length;
    }

    /// <summary>Reads a beat; false for any other text.</summary>
    public static bool TryParseBeat(ReadOnlySpan<byte> text, out long number, out long intervalMilliseconds)
    {
        number = intervalMilliseconds = 0;
        int middle = text.IndexOf(Middle);
        if (!text.StartsWith(Head) || middle < Head.Length || !text.EndsWith(Tail)) return false;
        ReadOnlySpan<byte> digits = text[Head.Length..middle], interval = text[(middle + Middle.Length)..^Tail.Length];
        return digits.Length is > 0 and <= MostDigits && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(digits, out number, out _) && SecondsText.TryParse(interval, out intervalMilliseconds);
    }
}
