using PstoreAgent.Archive;
using PstoreAgent.CommandLine;
using PstoreAgent.Native;
using PstoreAgent.Output;

namespace PstoreAgent.Commands;

/// <summary>The actions of archive.</summary>
internal static class ArchiveCommands
{
    private static readonly string[] s_actions = ["list", "show", "rm", "verify"];

    public static int Run(IReadOnlyList<string> words, string directory, bool json, StandardOutput output)
    {
        string action = words[0];
        string[] rest = [.. words.Skip(1)];
        if (json && action != "list") throw new UsageException($"archive {action} has no option --json; archive list --json has all, and every entry its own {StoreNames.Meta}");
        switch (action)
        {
            case "list":
                if (rest.Length > 0) throw new UsageException($"archive list takes no argument; '{rest[0]}' is too much");
                return new ArchiveListCommand(directory, json).Run(output);
            case "show":
                if (rest.Length is 0 or > 2) throw new UsageException("archive show takes an entry, and a record of it: pstore-agent archive show ENTRY [RECORD]");
                return new ArchiveShowCommand(directory, rest[0], rest.Length > 1 ? rest[1] : null).Run(output);
            case "rm":
                if (rest.Length == 0) throw new UsageException("archive rm needs the entries to remove: pstore-agent archive rm ENTRY...");
                return new ArchiveRemoveCommand(directory, rest).Run(output);
            case "verify":
                return new ArchiveVerifyCommand(directory, rest).Run(output);
            default:
                throw new UsageException($"archive: '{action}' is none of {string.Join(", ", s_actions)}{Suggestion.For(action, s_actions)}");
        }
    }

    /// <summary>The entry that a word names: its name, its number, or "last".</summary>
    public static string Find(IReadOnlyList<string> names, string word, string directory)
    {
        string? found = word == "last" ? (names.Count > 0 ? names[^1] : null) : names.FirstOrDefault(name => name == word || IsNumbered(name, word));
        return found ?? throw new AgentException(ExitCode.NoInput, names.Count == 0 ? $"{directory}: the archive has no entries" : $"{directory}: no entry '{word}'; pstore-agent archive list shows all");
    }

    /// <summary>Opens an entry for reading.</summary>
    public static FolderDescriptor Open(FolderDescriptor store, string directory, string name) =>
        store.OpenFolder(name, out int errno) ?? throw StoreFailure.Of($"{directory}/{name}", errno);

    private static bool IsNumbered(string name, string word) =>
        EntryName.TryParse(name, out int number) && int.TryParse(word, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int wanted) && number == wanted;
}
