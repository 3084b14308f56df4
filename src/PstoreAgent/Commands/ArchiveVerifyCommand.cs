using PstoreAgent.Archive;
using PstoreAgent.Native;
using PstoreAgent.Output;

namespace PstoreAgent.Commands;

/// <summary>Holds every file of the archive against its sum, and the index against the entries.</summary>
internal sealed class ArchiveVerifyCommand(string directory, IReadOnlyList<string> words)
{
    public int Run(StandardOutput output)
    {
        using Store store = Store.Open(directory, create: false);
        List<string> names = Store.EntriesIn(store.Folder, directory);
        string[] wanted = words.Count == 0 ? [.. names] : [.. words.Select(word => ArchiveCommands.Find(names, word, directory)).Distinct()];
        int broken = 0;
        foreach (string name in wanted)
        {
            using FolderDescriptor entry = ArchiveCommands.Open(store.Folder, directory, name);
            foreach (string problem in EntryCheck.Problems(entry))
            {
                output.Line(TerminalText.OneLine($"{directory}/{name}/{problem}"));
                broken++;
            }
        }

        if (words.Count == 0) broken += CheckIndex(store, names, output);
        if (broken > 0) return ExitCode.Data;
        output.Line($"{wanted.Length} {(wanted.Length == 1 ? "entry" : "entries")}, all whole");
        return ExitCode.Ok;
    }

    /// <summary>Entries that the index lacks, or has and are gone: it is made anew. How many were wrong.</summary>
    private int CheckIndex(Store store, List<string> names, StandardOutput output)
    {
        List<IndexLine> lines = store.Index.Lines();
        var removed = new HashSet<string>(lines.Where(line => line.IsRemoval).Select(line => line.Name));
        var listed = new HashSet<string>(lines.Where(line => !line.IsRemoval && !removed.Contains(line.Name)).Select(line => line.Name));
        string[] gone = [.. listed.Except(names)], missing = [.. names.Where(name => !listed.Contains(name))];
        foreach (string name in gone) output.Line($"{directory}/{name}: is in the index, and not there");
        foreach (string name in missing) output.Line($"{directory}/{name}: was not in the index");
        if (gone.Length + missing.Length == 0) return 0;

        // What is gone is forgotten, so that a record that is still in memory is archived again.
        IEnumerable<IndexLine> kept = lines.Where(line => !gone.Contains(line.Name) && !missing.Contains(line.Name));
        store.Replace(StoreIndex.Of([.. kept, .. missing.Select(name => IndexRebuild.Line(store.Folder, name))]));
        return gone.Length + missing.Length;
    }
}
