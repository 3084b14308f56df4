namespace PstoreAgent.Discovery;

/// <summary>
/// The kernel command line as the kernel splits it (lib/cmdline.c, next_arg): at white space outside quotes, a value at the first "=",
/// quotes around a word or a value taken off, nothing behind "--".
/// </summary>
internal static class KernelCommandLine
{
    /// <summary>Names and values in their order; a word without "=" has the value null.</summary>
    public static List<KeyValuePair<string, string?>> Parse(string text)
    {
        var words = new List<KeyValuePair<string, string?>>();
        int at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
            if (at == text.Length) return words;
            KeyValuePair<string, string?> word = Next(text, ref at);
            if (word is { Key: "--", Value: null }) return words;
            words.Add(word);
        }
    }

    /// <summary>Names of parameters know no difference between "-" and "_" (parameq).</summary>
    public static string Canonical(string name) => name.Replace('-', '_');

    private static KeyValuePair<string, string?> Next(string text, ref int at)
    {
        bool wholeQuoted = text[at] == '"', inQuote = wholeQuoted;
        int start = wholeQuoted ? ++at : at, equals = -1;
        for (; at < text.Length && (inQuote || !char.IsWhiteSpace(text[at])); at++)
        {
            if (text[at] == '=' && equals < 0) equals = at;
            if (text[at] == '"') inQuote = !inQuote;
        }

        ReadOnlySpan<char> word = text.AsSpan(start, at - start);
        if (wholeQuoted && word.EndsWith("\"")) word = word[..^1];
        if (equals < 0) return new(word.ToString(), null);
        ReadOnlySpan<char> value = equals - start + 1 < word.Length ? word[(equals - start + 1)..] : "";
        if (value.StartsWith("\"")) value = value.EndsWith("\"") && value.Length > 1 ? value[1..^1] : value[1..];
        return new(word[..(equals - start)].ToString(), value.ToString());
    }
}
