using System.Text;

namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>Splits the source of a device tree into words (Devicetree Specification, chapter 6). Comments and line markers of the preprocessor are passed over.</summary>
internal sealed class SourceLexer(string text, string file)
{
    private const string NameSigns = ",._+*#?@-";

    private int _at;
    private int _line = 1;

    /// <exception cref="AgentException">What is there is no such source, or needs the preprocessor; exit code 65.</exception>
    public SourceToken Next()
    {
        PassOver();
        if (_at == text.Length) return new SourceToken(SourceTokenKind.End, "", _line);
        char first = text[_at];
        if (first == '"') return new SourceToken(SourceTokenKind.String, QuotedText(), _line);
        if (first == '/' && Directive() is { } directive) return directive;
        if (first == '&') return Reference();
        if (first == '#' && IsPreprocessor()) throw Bad($"the line '{RestOfLine()}' is for the C preprocessor: run cpp over the file first, or give the compiled tree");
        // Names have commas within, and values between.
        if (!IsName(first) || first == ',') return Token(SourceTokenKind.Sign, 1);
        int length = NameLength(_at);
        return _at + length < text.Length && text[_at + length] == ':' ? Label(length) : Token(SourceTokenKind.Word, length);
    }

    /// <summary>The next word between "&lt;" and "&gt;", where signs are operators and no part of names.</summary>
    /// <exception cref="AgentException">What is there is no such source; exit code 65.</exception>
    public SourceToken NextInCells()
    {
        PassOver();
        if (_at == text.Length) return new SourceToken(SourceTokenKind.End, "", _line);
        char first = text[_at], second = _at + 1 < text.Length ? text[_at + 1] : '\0';
        if (first == '\'') return Character();
        if (first == '&' && (second == '{' || IsLetter(second))) return Reference();
        if (char.IsAsciiDigit(first) || IsLetter(first))
        {
            int length = 1;
            while (_at + length < text.Length && (IsLetter(text[_at + length]) || char.IsAsciiDigit(text[_at + length]))) length++;
            return IsLetter(first) && _at + length < text.Length && text[_at + length] == ':' ? Label(length) : Token(SourceTokenKind.Word, length);
        }

        bool isPair = (second == '=' && first is ('<' or '>' or '=' or '!')) || (second == first && first is ('<' or '>' or '&' or '|'));
        return Token(SourceTokenKind.Sign, isPair ? 2 : 1);
    }

    public AgentException Bad(string problem) => new(ExitCode.Data, $"{file}, line {_line}: {problem}");

    private void PassOver()
    {
        while (_at < text.Length)
        {
            if (text[_at] == '\n') _line++;
            if (char.IsWhiteSpace(text[_at])) _at++;
            else if (StartsWith("//") || IsLineMarker()) _at = EndOf("\n", 0);
            else if (StartsWith("/*")) PassOverComment();
            else return;
        }
    }

    private void PassOverComment()
    {
        int end = text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        if (end < 0) throw Bad("a comment has no end");
        _line += text.AsSpan(_at, end - _at).Count('\n');
        _at = end + 2;
    }

    /// <summary>Whether the preprocessor says here where the next lines come from: '# 12 "board.dts"'.</summary>
    private bool IsLineMarker()
    {
        if (text[_at] != '#' || (_at > 0 && text[_at - 1] != '\n')) return false;
        int blank = StartsWith("#line") ? _at + "#line".Length : _at + 1, number = blank;
        while (number < text.Length && text[number] is (' ' or '\t')) number++;
        return number > blank && number < text.Length && char.IsAsciiDigit(text[number]);
    }

    private SourceToken? Directive()
    {
        int end = _at + 1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '-')) end++;
        if (end == _at + 1 || end == text.Length || text[end] != '/') return null;
        return Token(SourceTokenKind.Directive, end + 1 - _at);
    }

    private SourceToken Reference()
    {
        _at++;
        if (_at == text.Length || text[_at] != '{') return Token(SourceTokenKind.Reference, NameLength(_at));
        int end = text.IndexOf('}', _at);
        if (end < 0) throw Bad("a reference has no end");
        string path = text[(_at + 1)..end];
        _at = end + 1;
        return new SourceToken(SourceTokenKind.Reference, path, _line);
    }

    private SourceToken Label(int length)
    {
        SourceToken label = Token(SourceTokenKind.Label, length);
        _at++;
        return label;
    }

    private string QuotedText()
    {
        var plain = new StringBuilder();
        for (_at++; _at < text.Length && text[_at] != '"';)
        {
            if (text[_at] == '\n') _line++;
            plain.Append(Plain());
        }

        if (_at == text.Length) throw Bad("a string has no end");
        _at++;
        return plain.ToString();
    }

    private SourceToken Character()
    {
        _at++;
        if (_at == text.Length || text[_at] is '\'' or '\n') throw Bad("a character should be between the quotes");
        var token = new SourceToken(SourceTokenKind.Character, Plain().ToString(), _line);
        if (_at == text.Length || text[_at] != '\'') throw Bad("one character should be between the quotes");
        _at++;
        return token;
    }

    /// <summary>One character of a text, or an escape as the C language has it.</summary>
    private char Plain()
    {
        char one = text[_at++];
        if (one != '\\' || _at == text.Length) return one;
        one = text[_at++];
        if (one == 'x') return Number(16, 2) is { } hex ? (char)hex : throw Bad("no hexadecimal digits behind \\x");
        if (one is >= '0' and <= '7')
        {
            _at--;
            return (char)(Number(8, 3)!.Value & byte.MaxValue);
        }

        int known = "abtnvfr".IndexOf(one, StringComparison.Ordinal);
        return known < 0 ? one : "\a\b\t\n\v\f\r"[known];
    }

    private int? Number(int radix, int most)
    {
        int? value = null;
        for (; most > 0 && _at < text.Length && char.IsAsciiHexDigit(text[_at]); most--, _at++)
        {
            int digit = char.IsAsciiDigit(text[_at]) ? text[_at] - '0' : (text[_at] | 0x20) - 'a' + 10;
            if (digit >= radix) break;
            value = ((value ?? 0) * radix) + digit;
        }

        return value;
    }

    // Names of properties may begin with the same sign: "#address-cells".
    private bool IsPreprocessor()
    {
        foreach (string word in (string[])["#include", "#define", "#undef", "#if", "#else", "#elif", "#endif", "#error", "#line"])
            if (StartsWith(word)) return true;
        return false;
    }

    private string RestOfLine() => text[_at..EndOf("\n", 0)].TrimEnd();

    private int EndOf(string sign, int length)
    {
        int end = text.IndexOf(sign, _at, StringComparison.Ordinal);
        return end < 0 ? text.Length : end + length;
    }

    private int NameLength(int at)
    {
        int length = 0;
        while (at + length < text.Length && IsName(text[at + length])) length++;
        return length;
    }

    private static bool IsName(char symbol) => char.IsAsciiLetterOrDigit(symbol) || NameSigns.Contains(symbol, StringComparison.Ordinal);

    private static bool IsLetter(char symbol) => char.IsAsciiLetter(symbol) || symbol == '_';

    private bool StartsWith(string words) => text.AsSpan(_at).StartsWith(words);

    private SourceToken Token(SourceTokenKind kind, int length)
    {
        _at += length;
        return new SourceToken(kind, text.Substring(_at - length, length), _line);
    }
}
