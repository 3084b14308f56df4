using System.Text.Json;

namespace PstoreAgent.Tests.Doctor;

/// <summary>A line of a fix, as doctor --json has it.</summary>
internal sealed record FixLine(string Place, string Kind, string Line, string? Node)
{
    /// <summary>Those of a finding that change files on a desk.</summary>
    public static FixLine[] OfFiles(JsonElement finding) =>
        [.. finding.GetProperty("fixes").EnumerateArray().Select(Of).Where(fix => fix.Place is "device_tree" or "kernel_config" or "command_line")];

    /// <summary>A line of words with others set, which take the place of those of the same name, or taken away.</summary>
    public static string Words(string line, string words, bool set)
    {
        List<string> all = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        foreach (string word in words.Split(' '))
        {
            all.RemoveAll(other => set ? other.Split('=')[0] == word.Split('=')[0] : other == word);
            if (set) all.Add(word);
        }

        return string.Join(' ', all);
    }

    private static FixLine Of(JsonElement fix) => new(
        fix.GetProperty("place").GetString()!, fix.GetProperty("kind").GetString()!, fix.GetProperty("line").GetString()!, fix.TryGetProperty("node", out JsonElement node) ? node.GetString() : null);
}
