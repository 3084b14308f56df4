using PstoreAgent.Native;

namespace PstoreAgent.Archive;

/// <summary>Looks up what the archive has of records that the index knows.</summary>
internal sealed class Holdings(Store store)
{
    /// <summary>What there is of a record, after reading its file.</summary>
    public Holding Of(Candidate candidate)
    {
        if (store.Index.Find(candidate.Digest) is not { } line) return Holding.Nothing;
        using FolderDescriptor? entry = store.Folder.OpenFolder(line.Name, out _);
        if (entry == null) return WasRemoved(line) ? Holding.Removed : Holding.Lost;
        int at = Array.IndexOf(line.Digests.Split(','), candidate.Digest);
        if (EntryMeta.Read(entry) is not { } meta || at < 0 || at >= meta.Records.Count) return Holding.Lost;
        if (meta.Records[at].File is not { } file) return Holding.LeftOut;
        return EntryCheck.IsWhole(entry, file) ? Holding.Whole : Holding.Lost;
    }

    /// <summary>Whether the entry of a record is gone, and nobody removed it on purpose. Nothing is read.</summary>
    public bool IsEntryGone(Candidate candidate) =>
        store.Index.Find(candidate.Digest) is { } line && !store.Folder.Has(line.Name) && !WasRemoved(line);

    private bool WasRemoved(IndexLine line) => store.Index.Knows($"-{line.Name}");
}
