using PstoreAgent.Native;

namespace PstoreAgent.Archive;

/// <summary>An entry as it lies on disk.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meta">What it says of itself; null where that can't be read.</param>
/// <param name="Size">Bytes that it takes.</param>
internal sealed record ListedEntry(string Name, EntryMeta? Meta, long Size)
{
    public static ListedEntry Read(FolderDescriptor store, string name)
    {
        using FolderDescriptor? entry = store.OpenFolder(name, out _);
        return entry == null ? new ListedEntry(name, null, 0) : new ListedEntry(name, EntryMeta.Read(entry), EntrySize.Of(entry).Size);
    }
}
