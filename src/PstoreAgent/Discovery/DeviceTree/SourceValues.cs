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

    private readonly SourceExpression _expression = new(lexer);

    /// <summary>All that was referred to, labels and paths.</summary>
    public HashSet<string> References { get; } = [];

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

            if (token.Kind == SourceTokenKind.Reference) References.Add(token.Text);
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
        for (SourceToken token = lexer.NextInCells(); !token.IsSign('>'); token = lexer.NextInCells())
        {
            if (token.Kind == SourceTokenKind.Label) continue;
            if (token.Kind != SourceTokenKind.Reference)
            {
                Append(value, Cell(token, bits), bits);
                continue;
            }

            if (bits != UsualBits) throw lexer.Bad($"a reference is a cell of {UsualBits} bits");
            References.Add(token.Text);
            Append(value, 0, UsualBits);
        }
    }

    private ulong Cell(SourceToken first, int bits)
    {
        ulong number = _expression.Value(first);

        // A negative number has all bits set in front of those that are kept.
        bool fits = bits == 64 || number >> bits == 0 || (number | ((1UL << bits) - 1)) == ulong.MaxValue;
        return fits ? number : throw lexer.Bad($"{(first.IsSign('(') ? $"0x{number:x}" : first)} does not fit {bits} bits");
    }

    private void ReadBytes(List<byte> value)
    {
        for (SourceToken token = lexer.Next(); !token.IsSign(']'); token = lexer.Next())
        {
            if (token.Kind == SourceTokenKind.Label) continue;
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
