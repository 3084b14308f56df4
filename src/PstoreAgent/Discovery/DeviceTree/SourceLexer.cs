using System.Text;

namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>Splits the source of a device tree into words (Devicetree Specification, chapter 6). Comments are passed over.</summary>
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

    public AgentException Bad(string problem) => new(ExitCode.Data, $"{file}, line {_line}: {problem}");

    private void PassOver()
    {
        while (_at < text.Length)
        {
            if (text[_at] == '\n') _line++;
            if (char.IsWhiteSpace(text[_at])) _at++;
            else if (StartsWith("//")) _at = EndOf("\n", 0);
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
        for (_at++; _at < text.Length && text[_at] != '\n'; _at++)
        {
            if (text[_at] == '"')
            {
                _at++;
                return plain.ToString();
            }

            bool escaped = text[_at] == '\\' && _at + 1 < text.Length;
            if (escaped) _at++;
            plain.Append(escaped ? text[_at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '0' => '\0', var other => other } : text[_at]);
        }

        throw Bad("a string has no end on its line");
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

    private bool StartsWith(string words) => text.AsSpan(_at).StartsWith(words);

    private SourceToken Token(SourceTokenKind kind, int length)
    {
        _at += length;
        return new SourceToken(kind, text.Substring(_at - length, length), _line);
    }
}
