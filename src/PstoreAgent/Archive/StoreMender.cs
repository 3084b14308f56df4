using PstoreAgent.Native;

namespace PstoreAgent.Archive;

/// <summary>
/// Ends what a killed run had begun. Only the last line of the index can be ahead of the folder: what it stands for is
/// durable before the next one is written. An entry that has not its name yet is believed by its sums alone.
/// </summary>
internal sealed class StoreMender(Store store)
{
    public void Mend()
    {
        IndexLine? last = store.Index.Last;
        if (store.Folder.Has(StoreNames.NewEntry)) MendNew(last);

        // What can't be removed must not keep a new crash from the archive.
        if (store.Folder.Has(StoreNames.OldEntry)) Should(store.Folder.RemoveTree(StoreNames.OldEntry), StoreNames.OldEntry);
        if (last is { IsRemoval: true } && store.Folder.Has(last.Name)) Should(store.FinishRemoval(last.Name, out _), last.Name);
        _ = store.Folder.Unlink(StoreNames.NewIndex);
    }

    private void MendNew(IndexLine? last)
    {
        // Of an entry that had its name this may be lost although a further one was begun, and has its line.
        if (NameOfWhole() is { } name && store.Index.FindEntry(name) is { IsRemoval: false } && !store.Folder.Has(name))
        {
            // The run may have been killed before it had waited for the disk.
            using (FolderDescriptor? entry = store.Folder.OpenFolder(StoreNames.NewEntry, out _)) Sync(entry!);
            Must(store.Folder.Rename(StoreNames.NewEntry, name), StoreNames.NewEntry);
            Must(store.Folder.Sync(), StoreNames.NewEntry);
        }

        // An entry that never came to be must not count as known.
        if (last is { IsRemoval: false } && !store.Folder.Has(last.Name)) store.Replace(store.Index.WithoutLast());
        Must(store.Folder.RemoveTree(StoreNames.NewEntry), StoreNames.NewEntry);
    }

    /// <summary>The name that an entry in the making is to get; null where it is not whole.</summary>
    private string? NameOfWhole()
    {
        using FolderDescriptor? entry = store.Folder.OpenFolder(StoreNames.NewEntry, out _);
        return entry != null && EntryMeta.Read(entry) is { } meta && EntryCheck.Problems(entry).Count == 0 ? meta.Name : null;
    }

    private void Sync(FolderDescriptor entry)
    {
        foreach (string name in EntryCheck.Names(entry))
        {
            using FileDescriptor? file = EntryCheck.OpenFile(entry, name, out int errno);
            Must(file == null ? errno : file.Sync(), $"{StoreNames.NewEntry}/{name}");
        }

        using FolderDescriptor? extra = entry.OpenFolder(StoreNames.Extra, out _);
        Must(extra?.Sync() ?? 0, StoreNames.NewEntry);
        Must(entry.Sync(), StoreNames.NewEntry);
    }

    private void Should(int errno, string name)
    {
        if (errno != 0) Log.Warning(StoreFailure.OfRemoval($"{store.Path}/{name}", errno).Message);
    }

    private void Must(int errno, string name)
    {
        if (errno != 0) throw StoreFailure.Of($"{store.Path}/{name}", errno);
    }
}
