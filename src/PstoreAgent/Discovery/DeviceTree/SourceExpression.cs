namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>
/// Calculates a cell of source as dtc does: numbers, characters and, in parentheses, expressions of the C language without names, all of
/// 64 bits without sign.
/// </summary>
internal sealed class SourceExpression(SourceLexer lexer)
{
    private const int MostNested = 256, Tightest = 10;
    private const int Or = ('|' << 8) | '|', And = ('&' << 8) | '&', Same = ('=' << 8) | '=', Other = ('!' << 8) | '=';
    private const int AtMost = ('<' << 8) | '=', AtLeast = ('>' << 8) | '=', ShiftLeft = ('<' << 8) | '<', ShiftRight = ('>' << 8) | '>';

    private SourceToken _next;
    private int _depth;

    /// <summary>The number that begins with <paramref name="first"/>; no word behind it is taken.</summary>
    /// <exception cref="AgentException">It is none; exit code 65.</exception>
    public ulong Value(SourceToken first)
    {
        _depth = 0;
        if (!first.IsSign('(')) return Literal(first);
        Take();
        ulong value = Choice();
        return _next.IsSign(')') ? value : throw lexer.Bad($"{_next} where ')' should be");
    }

    private ulong Choice()
    {
        Enter();
        ulong value = Binary(1);
        if (_next.IsSign('?'))
        {
            Take();
            ulong then = Choice();
            if (!_next.IsSign(':')) throw lexer.Bad($"{_next} where ':' should be");
            Take();
            ulong otherwise = Choice();
            value = value != 0 ? then : otherwise;
        }

        _depth--;
        return value;
    }

    private ulong Binary(int least)
    {
        ulong left = Unary();
        for (int level = Level(_next); level >= least; level = Level(_next))
        {
            int operation = Code(_next);
            Take();
            left = Apply(operation, left, level == Tightest ? Unary() : Binary(level + 1));
        }

        return left;
    }

    private ulong Unary()
    {
        Enter();
        SourceToken token = _next;
        Take();
        ulong value;
        if (token.IsSign('-')) value = 0 - Unary();
        else if (token.IsSign('~')) value = ~Unary();
        else if (token.IsSign('!')) value = Unary() == 0 ? 1u : 0;
        else if (token.IsSign('('))
        {
            value = Choice();
            if (!_next.IsSign(')')) throw lexer.Bad($"{_next} where ')' should be");
            Take();
        }
        else
        {
            value = Literal(token);
        }

        _depth--;
        return value;
    }

    private ulong Apply(int operation, ulong left, ulong right)
    {
        switch (operation)
        {
            case '*': return left * right;
            case '/' or '%':
                if (right == 0) throw lexer.Bad("a division by zero");
                return operation == '/' ? left / right : left % right;
            case '+': return left + right;
            case '-': return left - right;
            case ShiftLeft: return right < 64 ? left << (int)right : 0;
            case ShiftRight: return right < 64 ? left >> (int)right : 0;
            case '&': return left & right;
            case '^': return left ^ right;
            case '|': return left | right;
        }

        bool holds = operation switch
        {
            '<' => left < right,
            '>' => left > right,
            AtMost => left <= right,
            AtLeast => left >= right,
            Same => left == right,
            Other => left != right,
            And => left != 0 && right != 0,
            _ => left != 0 || right != 0,
        };
        return holds ? 1u : 0;
    }

    private ulong Literal(SourceToken token)
    {
        if (token.Kind == SourceTokenKind.Character) return token.Text[0];
        if (token.Kind != SourceTokenKind.Word) throw lexer.Bad($"{token} where a number should be");
        if (!char.IsAsciiDigit(token.Text[0])) throw lexer.Bad($"{token} is a macro: run cpp over the file first, or give the compiled tree");
        string digits = token.Text.TrimEnd('U', 'L');
        bool isSuffix = token.Text[digits.Length..] is "" or "U" or "L" or "UL" or "LL" or "ULL";
        return isSuffix && KernelNumber.TryParameter(digits, out ulong number) ? number : throw lexer.Bad($"{token} is no number");
    }

    /// <summary>How tightly an operator binds, from 1; 0 for what is none.</summary>
    private static int Level(SourceToken token) => Code(token) switch
    {
        Or => 1,
        And => 2,
        '|' => 3,
        '^' => 4,
        '&' => 5,
        Same or Other => 6,
        '<' or '>' or AtMost or AtLeast => 7,
        ShiftLeft or ShiftRight => 8,
        '+' or '-' => 9,
        '*' or '/' or '%' => Tightest,
        _ => 0,
    };

    /// <summary>One character or two as a number; 0 for what is no sign.</summary>
    private static int Code(SourceToken token) =>
        token.Kind != SourceTokenKind.Sign ? 0 : token.Text.Length == 1 ? token.Text[0] : (token.Text[0] << 8) | token.Text[1];

    private void Take() => _next = lexer.NextInCells();

    private void Enter()
    {
        if (++_depth > MostNested) throw lexer.Bad($"a calculation nested more than {MostNested} deep");
    }
}
