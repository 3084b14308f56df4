using System.Buffers;
using System.Text;

namespace PstoreAgent.Archive;

/// <summary>
/// Masks what tells one device or user from another in texts: link-layer addresses, IPv4 and IPv6 addresses, serial
/// numbers. Each is replaced by what it was and a number, "&lt;mac-1&gt;"; one value has one number in all texts of one
/// redactor. Bytes in, bytes out: what is no text stays as it is. Time is linear in the bytes, whatever they are.
/// </summary>
internal sealed class Redactor
{
    // A colon, dash, dot or equals sign stands in every address or before it, and the words before a serial number begin with these letters.
    private static readonly SearchValues<byte> s_signs = SearchValues.Create(":-.=sSiI"u8);

    private readonly RedactionNumbers _numbers = new();

    /// <summary>How many places were masked so far.</summary>
    public int Masked(RedactionKind kind) => _numbers.Masked(kind);

    /// <summary>A copy of the text with all of it masked.</summary>
    public byte[] Redact(ReadOnlySpan<byte> text)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 256);
        int written = 0, at = 0;
        while (true)
        {
            int step = text[at..].IndexOfAny(s_signs);
            if (step < 0) break;
            at += step;
            if (!TryFind(text, written, at, out RedactionFind find, out int next))
            {
                at = next;
                continue;
            }

            output.Write(text[written..find.Start]);
            output.Write(Encoding.ASCII.GetBytes($"<{find.Kind.Name()}-{_numbers.Next(find)}>"));
            written = at = find.End;
        }

        output.Write(text[written..]);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>What a sign at <paramref name="at"/> belongs to. Nothing before <paramref name="floor"/> is taken; without a find the search goes on at <paramref name="next"/>.</summary>
    private static bool TryFind(ReadOnlySpan<byte> text, int floor, int at, out RedactionFind find, out int next)
    {
        switch (text[at])
        {
            case (byte)':':
                return ColonAddress.TryFind(text, floor, at, out find, out next) || NamedAddress.TryFind(text, floor, at, out find);
            case (byte)'=':
                next = at + 1;
                return NamedAddress.TryFind(text, floor, at, out find);
            case (byte)'-':
                return DashAddress.TryFind(text, floor, at, out find, out next);
            case (byte)'.':
                next = at + 1;
                return Ipv4Text.TryFind(text, floor, at, out find) || DotAddress.TryFind(text, floor, at, out find);
            default:
                next = at + 1;
                return SerialText.TryFind(text, at, out find);
        }
    }
}
