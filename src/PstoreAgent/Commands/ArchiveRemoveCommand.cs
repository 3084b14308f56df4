using PstoreAgent.Archive;
using PstoreAgent.Output;

namespace PstoreAgent.Commands;

/// <summary>Removes entries. Their records stay known: what was removed on purpose is not collected again.</summary>
internal sealed class ArchiveRemoveCommand(string directory, IReadOnlyList<string> words)
{
    public int Run(StandardOutput output)
    {
        using Store store = Store.Open(directory, create: false);
        List<string> names = Store.EntriesIn(store.Folder, directory);
        string[] found = [.. words.Select(word => ArchiveCommands.Find(names, word, directory)).Distinct()];
        foreach (string name in found)
        {
            store.Remove(name);
            output.Line(TerminalText.OneLine($"removed {directory}/{name}"));
        }

        return ExitCode.Ok;
    }
}
