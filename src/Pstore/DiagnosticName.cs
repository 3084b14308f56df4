using System.Text;

namespace Pstore;

/// <summary>Spells diagnostic ids as words: SizeExceedsZone is "size-exceeds-zone".</summary>
internal static class DiagnosticName
{
    public static string Of(DiagnosticId id)
    {
        string camel = id.ToString();
        var words = new StringBuilder(camel.Length + 8);
        foreach (char c in camel)
        {
            if (char.IsAsciiLetterUpper(c) && words.Length > 0) words.Append('-');
            words.Append(char.ToLowerInvariant(c));
        }

        return words.ToString();
    }
}
