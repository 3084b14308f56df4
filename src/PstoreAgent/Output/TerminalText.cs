using System.Buffers;
using System.Text;

namespace PstoreAgent.Output;

/// <summary>
/// Makes a record safe to look at: whoever wrote to the log must not be able to drive the terminal.
/// Newlines and tabs stay; other control characters become ^X, bytes that are no UTF-8 become \xNN,
/// and characters that reorder or hide text become \u{NNNN}.
/// </summary>
internal static class TerminalText
{
    public static void Write(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        while (!bytes.IsEmpty)
        {
            int plain = bytes.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E);
            if (plain < 0) plain = bytes.Length;
            output.Write(bytes[..plain]);
            bytes = bytes[plain..];
            if (bytes.IsEmpty) return;
            bytes = bytes[WriteOne(bytes, output)..];
        }
    }

    /// <inheritdoc cref="OneLine(ReadOnlySpan{byte})"/>
    public static string OneLine(string text) => OneLine(Encoding.UTF8.GetBytes(text));

    /// <summary>The same for one line of a report: newlines are made visible too.</summary>
    public static string OneLine(ReadOnlySpan<byte> bytes)
    {
        var output = new ArrayBufferWriter<byte>(bytes.Length + 16);
        Write(bytes, output);
        return Encoding.UTF8.GetString(output.WrittenSpan).Replace("\n", "^J", StringComparison.Ordinal);
    }

    /// <summary>The same, cut where it is longer than a person would read.</summary>
    public static string OneLine(string text, int most) =>
        OneLine(text.Length <= most ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most), "..."));

    private static int WriteOne(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        byte first = bytes[0];
        if (first is (byte)'\n' or (byte)'\t')
        {
            output.Write(bytes[..1]);
            return 1;
        }

        if (first < 0x20 || first == 0x7F)
        {
            output.Write([(byte)'^', (byte)(first ^ 0x40)]);
            return 1;
        }

        if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) != OperationStatus.Done)
        {
            output.Write(Encoding.ASCII.GetBytes($"\\x{first:x2}"));
            return 1;
        }

        if (IsHarmful(rune.Value)) output.Write(Encoding.ASCII.GetBytes($"\\u{{{rune.Value:x}}}"));
        else output.Write(bytes[..length]);
        return length;
    }

    /// <summary>C1 controls, marks that turn the direction of writing, invisible separators, tags.</summary>
    private static bool IsHarmful(int value) =>
        value is (>= 0x80 and <= 0x9F) or 0xAD or 0x61C or (>= 0x200B and <= 0x200F) or (>= 0x2028 and <= 0x202E)
            or (>= 0x2060 and <= 0x206F) or 0xFEFF or (>= 0xFFF9 and <= 0xFFFB) or (>= 0xE0000 and <= 0xE007F);
}
