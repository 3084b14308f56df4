using System.Globalization;
using System.Text;
using Pstore.Ram;

namespace PstoreAgent.Control.CrashTests;

/// <summary>
/// What a test leaves in pmsg and in the kernel log before it crashes, so that the next boot finds it again without any
/// file: "pstore-agent crash-test 0123456789abcdef panic: dmesg console pmsg".
/// </summary>
/// <param name="Nonce">Tells this test from all others.</param>
/// <param name="Kind">How it crashes.</param>
/// <param name="Expected">The kinds of records that should come through.</param>
internal sealed record CrashMark(string Nonce, CrashKind Kind, IReadOnlyList<ZoneKind> Expected)
{
    private const int NonceDigits = 16;

    private static readonly ZoneKind[] s_kinds = [ZoneKind.Dmesg, ZoneKind.Console, ZoneKind.Pmsg, ZoneKind.Ftrace];

    private static ReadOnlySpan<byte> Head => "pstore-agent crash-test "u8;

    /// <summary>The text of the mark.</summary>
    public override string ToString() =>
        $"{Encoding.ASCII.GetString(Head)}{Nonce} {Kind.Name()}: {string.Join(' ', Expected.Select(kind => kind.Name()))}";

    /// <summary>A mark that no other test has.</summary>
    public static CrashMark Make(CrashKind kind, IReadOnlyList<ZoneKind> expected) =>
        new(Random.Shared.NextInt64().ToString("x16", CultureInfo.InvariantCulture), kind, expected);

    /// <summary>The last mark in a text, of one nonce where that is given; null without one.</summary>
    public static CrashMark? FindLast(ReadOnlySpan<byte> text, string? nonce)
    {
        for (int at = text.LastIndexOf(Head); at >= 0; at = text[..at].LastIndexOf(Head))
            if (Parse(text[(at + Head.Length)..]) is { } mark && (nonce == null || mark.Nonce == nonce)) return mark;
        return null;
    }

    private static CrashMark? Parse(ReadOnlySpan<byte> text)
    {
        const int longest = 80;
        int end = text[..Math.Min(text.Length, longest)].IndexOf((byte)'\n');
        string[] words = Encoding.Latin1.GetString(text[..(end < 0 ? Math.Min(text.Length, longest) : end)]).Split([' ', ':', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || words[0].Length != NonceDigits || !words[0].All(char.IsAsciiHexDigitLower)) return null;
        return CrashKindNames.Parse(words[1]) is { } kind
            ? new CrashMark(words[0], kind, [.. s_kinds.Where(expected => words.Contains(expected.Name()))])
            : null;
    }
}
