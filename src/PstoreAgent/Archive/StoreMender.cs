using PstoreAgent.Native;

namespace PstoreAgent.Archive;

/// <summary>
/// Ends what a killed run had begun. Only the last line of the index can be ahead of the folder: each step of a run is
/// durable before the next one's line is written.
/// </summary>
internal sealed class StoreMender(Store store)
{
    public void Mend()
    {
        IndexLine? last = store.Index.Last;
        if (store.Folder.Has(StoreNames.NewEntry)) MendNew(last);
        if (store.Folder.Has(StoreNames.OldEntry)) Must(store.Folder.RemoveTree(StoreNames.OldEntry), StoreNames.OldEntry);
        if (last is { IsRemoval: true } && store.Folder.Has(last.Name)) store.FinishRemoval(last.Name);
        _ = store.Folder.Unlink(StoreNames.NewIndex);
    }

    private void MendNew(IndexLine? last)
    {
        bool pending = last is { IsRemoval: false } && !store.Folder.Has(last.Name);
        if (pending && IsWhole(last!.Name))
        {
            Must(store.Folder.Rename(StoreNames.NewEntry, last.Name), StoreNames.NewEntry);
            Must(store.Folder.Sync(), StoreNames.NewEntry);
            return;
        }

        // An entry that never came to be must not count as known.
        if (pending) store.Replace(new StoreIndex(store.Index.Text[..^(last!.ToString().Length + 1)]));
        Must(store.Folder.RemoveTree(StoreNames.NewEntry), StoreNames.NewEntry);
    }

    private bool IsWhole(string name)
    {
        using FolderDescriptor? entry = store.Folder.OpenFolder(StoreNames.NewEntry, out _);
        return entry != null && EntryMeta.Read(entry) is { } meta && meta.Name == name && EntryCheck.Problems(entry).Count == 0;
    }

    private void Must(int errno, string name)
    {
        if (errno != 0) throw StoreFailure.Of($"{store.Path}/{name}", errno);
    }
}
