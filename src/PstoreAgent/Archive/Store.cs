using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Archive;

/// <summary>The archive: a folder of entries and their index, locked for this process, and mended where a run before was killed.</summary>
internal sealed class Store : IDisposable
{
    private const int MostEntries = 1 << 20;

    private readonly FileDescriptor _lock;
    private readonly IndexFile _file;

    private Store(FolderDescriptor folder, FileDescriptor held, string path)
    {
        Folder = folder;
        Path = path;
        _lock = held;
        _file = new IndexFile(folder, path);
    }

    public string Path { get; }

    public FolderDescriptor Folder { get; }

    public StoreIndex Index { get; private set; } = StoreIndex.Empty;

    /// <summary>Opens a store. It is made where it is missing and <paramref name="create"/> says so.</summary>
    public static Store Open(string path, bool create)
    {
        FolderDescriptor folder = StoreFolder.Open(path, create);
        FileDescriptor? held = null;
        try
        {
            held = StoreLock.Take(folder, path);
            var store = new Store(folder, held, path);
            store.Index = store._file.Read() ?? store.Rebuilt();
            new StoreMender(store).Mend();
            return store;
        }
        catch
        {
            held?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Gives a sealed entry its own name, once it and its line in the index are durable. On failure neither it nor its
    /// line stays. The two become durable in any order: a line whose entry is not whole is taken back by the next run.
    /// Where the power goes before the new name is durable, the next run gives it once more.
    /// </summary>
    public void Commit(EntryWriter entry, IndexLine line)
    {
        StoreIndex before = Index;
        Index = _file.Append(before, line, (file, path) => entry.Sync((file, path), (Folder.Number, Path)));
        int errno = Folder.Rename(StoreNames.NewEntry, line.Name);
        if (errno != 0)
        {
            Index = before;
            _file.Restore(before);
            throw new StoreWriteException($"{Path}/{line.Name}", errno);
        }

        SyncNames();
    }

    /// <summary>Waits until the names of the entries are durable.</summary>
    public void SyncNames()
    {
        int errno = Folder.Sync();
        if (errno != 0) throw StoreFailure.Of(Path, errno);
    }

    /// <summary>Removes an entry: from the index first, then under a name that tells any later run to go on with it.</summary>
    public void Remove(string name)
    {
        // The next run gives a name to the entry of the last line alone.
        SyncNames();
        StoreIndex before = Index;
        try
        {
            Index = _file.Append(before, IndexLine.Removal(name));
        }
        catch (StoreWriteException problem)
        {
            throw StoreFailure.Of(problem.Path, problem.Errno);
        }

        int errno = FinishRemoval(name, out bool untouched);
        if (errno == 0) return;
        if (untouched)
        {
            Index = before;
            _file.Restore(before);
        }

        throw StoreFailure.OfRemoval($"{Path}/{name}", errno);
    }

    /// <summary>Removes the files of an entry whose removal is in the index. 0, or errno.</summary>
    /// <param name="name">The entry.</param>
    /// <param name="untouched">Whether the entry is still there, and whole.</param>
    public int FinishRemoval(string name, out bool untouched)
    {
        int errno = Folder.RemoveTree(StoreNames.OldEntry);
        if (errno == 0) errno = Folder.Rename(name, StoreNames.OldEntry);

        // A folder of a lower layer of an overlay can't be renamed: what is left of it is removed by the next run.
        bool inPlace = errno == LibC.EXDEV;
        untouched = errno != 0 && !inPlace;
        if (untouched) return errno;
        if (!inPlace) errno = Folder.Sync();
        else errno = 0;
        return errno != 0 ? errno : Folder.RemoveTree(inPlace ? name : StoreNames.OldEntry);
    }

    /// <summary>Adds the entries behind the last one of the index: of an index that was cut. How many there were.</summary>
    public int AdoptUnlisted()
    {
        int next = Index.NextNumber;
        string[] names = [.. EntriesIn(Folder, Path).Where(name => EntryName.TryParse(name, out int number) && number >= next)];
        if (names.Length == 0) return 0;
        Log.Warning($"{Path}/{StoreNames.Index} lacked {names.Length} of the entries: added");
        Replace(names.Aggregate(Index, (index, name) => index.With(IndexRebuild.Line(Folder, name))));
        return names.Length;
    }

    public void Replace(StoreIndex index)
    {
        _file.Replace(index);
        Index = index;
    }

    /// <summary>Names of the entries on disk, oldest first.</summary>
    public static List<string> EntriesIn(FolderDescriptor folder, string path)
    {
        List<DirectoryEntry> found = folder.List(MostEntries, out int errno) ?? throw StoreFailure.Of(path, errno);
        List<string> names = [.. found.Where(entry => entry.IsDirectory && EntryName.TryParse(entry.Name, out _)).Select(entry => entry.Name)];
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    public void Dispose()
    {
        _lock.Dispose();
        Folder.Dispose();
    }

    /// <summary>The index anew, from what the entries say of themselves.</summary>
    private StoreIndex Rebuilt()
    {
        List<string> names = EntriesIn(Folder, Path);
        if (names.Count == 0)
        {
            _ = Folder.Unlink(StoreNames.Index);
            return StoreIndex.Empty;
        }

        Log.Warning($"{Path}/{StoreNames.Index} is missing or damaged: made anew from {names.Count} entries");
        var index = IndexRebuild.Of(Folder, names);
        Replace(index);
        return index;
    }
}
