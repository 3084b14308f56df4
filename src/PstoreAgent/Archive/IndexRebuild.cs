using PstoreAgent.Native;

namespace PstoreAgent.Archive;

/// <summary>Makes an index from the entries on disk. What was removed is not known any more, nor the digests of entries that were redacted.</summary>
internal static class IndexRebuild
{
    public static StoreIndex Of(FolderDescriptor store, IReadOnlyList<string> names) => StoreIndex.Of([.. names.Select(name => Line(store, name))]);

    public static IndexLine Line(FolderDescriptor store, string name)
    {
        using FolderDescriptor? entry = store.OpenFolder(name, out _);
        EntryMeta? meta = entry == null ? null : EntryMeta.Read(entry);
        (long size, long inodes) = entry == null ? (0, 0) : EntrySize.Of(entry);
        return IndexLine.Entry(name, size, inodes, meta?.Verdict.IsCrash == true, meta?.CollectedAt, meta?.Digests ?? []);
    }
}
