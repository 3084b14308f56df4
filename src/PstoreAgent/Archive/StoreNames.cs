using PstoreAgent.Sources;

namespace PstoreAgent.Archive;

/// <summary>What lies in the store beside entries, and in each entry.</summary>
internal static class StoreNames
{
    public const string DefaultFolder = "/var/lib/pstore-agent";

    public const string Lock = "lock", Index = "index", NewIndex = "index.new";

    /// <summary>The entry in the making, and one that is being removed.</summary>
    public const string NewEntry = ".new", OldEntry = ".old";

    public const string Meta = "meta.json", Sums = "SHA256SUMS", Extra = "extra";

    /// <summary>The packed copy of a store.</summary>
    public static string RawOf(Snapshot snapshot) => snapshot.FileName + ".gz";

    public const uint FolderMode = 0x1C0, FileMode = 0x180; // rwx------, rw-------
}
