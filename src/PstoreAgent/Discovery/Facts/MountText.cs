using System.Text;

namespace PstoreAgent.Discovery.Facts;

/// <summary>The names in /proc/self/mounts, where blanks, tabs, newlines and backslashes are three octal digits.</summary>
internal static class MountText
{
    public static string Unescape(string word)
    {
        if (!word.Contains('\\', StringComparison.Ordinal)) return word;
        var plain = new StringBuilder(word.Length);
        for (int i = 0; i < word.Length; i++)
        {
            if (word[i] == '\\' && i + 3 < word.Length && IsOctal(word[i + 1]) && IsOctal(word[i + 2]) && IsOctal(word[i + 3]))
            {
                plain.Append((char)(((word[i + 1] - '0') * 64) + ((word[i + 2] - '0') * 8) + (word[i + 3] - '0')));
                i += 3;
            }
            else
            {
                plain.Append(word[i]);
            }
        }

        return plain.ToString();
    }

    private static bool IsOctal(char digit) => digit is >= '0' and <= '7';
}
