using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>
/// Reads the value of a property from source: strings, cells &lt;…&gt; of 32 bits or of what "/bits/" says, bytes […], references, parted by
/// commas. A reference gives a cell, or a string, that names nothing: nobody here follows one.
/// </summary>
internal sealed class SourceValues(SourceLexer lexer)
{
    private const int UsualBits = 32;

    /// <summary>The bytes of a value, and the word behind it.</summary>
    public (byte[] Value, SourceToken Next) Read()
    {
        var value = new List<byte>();
        int bits = UsualBits;
        while (true)
        {
            SourceToken token = lexer.Next();
            if (token.Kind == SourceTokenKind.Label) continue;
            if (token is { Kind: SourceTokenKind.Directive, Text: "/bits/" })
            {
                bits = Bits(lexer.Next());
                continue;
            }

            if (token.Kind == SourceTokenKind.String) value.AddRange(Encoding.Latin1.GetBytes(token.Text + '\0'));
            else if (token.Kind == SourceTokenKind.Reference) value.AddRange(Encoding.Latin1.GetBytes($"&{token.Text}\0"));
            else if (token.IsSign('<')) ReadCells(value, bits);
            else if (token.IsSign('[')) ReadBytes(value);
            else if (token.Kind == SourceTokenKind.Directive) throw lexer.Bad($"'{token.Text}' is not followed: give the compiled tree (dtc -O dtb)");
            else throw lexer.Bad($"{token} where a value should be");

            do token = lexer.Next();
            while (token.Kind == SourceTokenKind.Label);
            if (!token.IsSign(',')) return (value.ToArray(), token);
            bits = UsualBits;
        }
    }

    private void ReadCells(List<byte> value, int bits)
    {
        for (SourceToken token = lexer.Next(); !token.IsSign('>'); token = lexer.Next())
        {
            if (token.Kind == SourceTokenKind.Label) continue;
            if (token.Kind == SourceTokenKind.Reference) Append(value, 0, UsualBits);
            else Append(value, Cell(token, bits), bits);
        }
    }

    private ulong Cell(SourceToken token, int bits)
    {
        if (token.IsSign('(')) throw lexer.Bad("calculations are not done: write the number, or give the compiled tree (dtc -O dtb)");
        if (token.Kind != SourceTokenKind.Word) throw lexer.Bad($"{token} where a number should be");
        if (!char.IsAsciiDigit(token.Text[0])) throw lexer.Bad($"{token} is a macro: run cpp over the file first, or give the compiled tree");
        if (!KernelNumber.TryParameter(token.Text.TrimEnd('U', 'L', 'u', 'l'), out ulong number)) throw lexer.Bad($"{token} is no number");
        return bits == 64 || number >> bits == 0 ? number : throw lexer.Bad($"{token} does not fit {bits} bits");
    }

    private void ReadBytes(List<byte> value)
    {
        for (SourceToken token = lexer.Next(); !token.IsSign(']'); token = lexer.Next())
        {
            if (token.Kind != SourceTokenKind.Word || token.Text.Length % 2 != 0) throw lexer.Bad($"{token} where bytes of two digits should be");
            for (int i = 0; i < token.Text.Length; i += 2)
            {
                if (!byte.TryParse(token.Text.AsSpan(i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte one)) throw lexer.Bad($"{token} is no byte");
                value.Add(one);
            }
        }
    }

    private int Bits(SourceToken token) => token.Text switch
    {
        "8" => 8,
        "16" => 16,
        "32" => 32,
        "64" => 64,
        _ => throw lexer.Bad($"/bits/ {token}: there are 8, 16, 32 and 64"),
    };

    private static void Append(List<byte> value, ulong number, int bits)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        value.AddRange(bytes[(sizeof(ulong) - bits / 8)..]);
    }
}
