using PstoreAgent.Discovery;

namespace PstoreAgent.Doctor;

/// <summary>Words of the command line that are built into the kernel are changed in its configuration.</summary>
internal static class BuiltInLine
{
    /// <summary>The finding with a line of the configuration in place of words of the command line that would change nothing there.</summary>
    public static Finding Rewritten(Setup setup, Finding finding)
    {
        if (finding.Fixes.Count == 0 || setup.Machine.BuiltInWords is not { } built) return finding;
        bool counts = setup.Machine.BuiltInWordsCount, alone = built == setup.Machine.CommandLine;
        string line = built;
        var fixes = new List<Fix>();
        foreach (Fix fix in finding.Fixes)
        {
            var left = new List<string>();
            foreach (string word in fix.Text.Split(' '))
            {
                bool isSet = fix.Kind == FixKind.Set;
                if (fix.Place == FixPlace.CommandLine && (alone || (counts && Has(line, word, isSet)) || (!isSet && Has(line, word, isSet)))) line = With(line, word, isSet);
                else left.Add(word);
            }

            if (left.Count > 0) fixes.Add(new Fix(fix.Place, string.Join(' ', left), fix.Kind, fix.Node));
        }

        if (line == built) return finding;
        fixes.Insert(0, Fix.Config($"CONFIG_CMDLINE=\"{line.Replace("\"", "\\\"", StringComparison.Ordinal)}\""));
        return finding with { Fixes = fixes };
    }

    private static bool Has(string line, string word, bool byName)
    {
        foreach (string other in line.Split(' '))
            if (byName ? Name(other) == Name(word) : other == word) return true;
        return false;
    }

    private static string With(string line, string word, bool isSet)
    {
        var words = new List<string>();
        foreach (string other in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (isSet ? Name(other) != Name(word) : other != word) words.Add(other);
        if (isSet) words.Add(word);
        return string.Join(' ', words);
    }

    private static string Name(string word)
    {
        int equals = word.IndexOf('=');
        return KernelCommandLine.Canonical(equals < 0 ? word : word[..equals]);
    }
}
