namespace PstoreAgent.Archive;

/// <summary>How much a store may hold; 0 for no limit.</summary>
/// <param name="MaxSize">Bytes of all entries; null: a tenth of the file system, at most 1 GiB.</param>
/// <param name="MaxCount">Entries.</param>
/// <param name="MaxAge">Time since an entry was made.</param>
/// <param name="MinFree">Bytes to leave free on the file system.</param>
/// <param name="MinInodes">Inodes to leave free on the file system.</param>
internal sealed record LimitOptions(long? MaxSize, long MaxCount, TimeSpan MaxAge, long MinFree, long MinInodes);
