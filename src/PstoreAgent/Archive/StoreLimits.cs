namespace PstoreAgent.Archive;

/// <summary>Removes old entries where the store holds more than it may: the oldest first, never the newest crash, never the entry just made.</summary>
internal sealed class StoreLimits(Store store, LimitOptions options)
{
    private const long MostByDefault = 1L << 30;
    private const int Share = 10;

    /// <summary>Applies the limits. How many entries went.</summary>
    /// <param name="made">The entry just made.</param>
    /// <param name="time">The time now.</param>
    public int Apply(string made, CollectionTime time)
    {
        List<IndexLine> entries = store.Index.Entries();
        string? crash = entries.LastOrDefault(entry => entry.IsCrash)?.Name;
        long size = entries.Sum(entry => entry.Size), count = entries.Count;
        long most = options.MaxSize ?? (StoreSpace.Of(store.Folder) is { Size: > 0 } space ? Math.Min(MostByDefault, space.Size / Share) : 0);
        int removed = 0;
        foreach (IndexLine entry in entries)
        {
            if (entry.Name == made || entry.Name == crash) continue;
            bool tooMuch = (most > 0 && size > most) || (options.MaxCount > 0 && count > options.MaxCount) || IsTooOld(entry, time) || IsTight();
            if (!tooMuch) continue;
            store.Remove(entry.Name);
            size -= entry.Size;
            count--;
            removed++;
        }

        if (removed > 0) IndexCompaction.Apply(store);
        return removed;
    }

    private bool IsTooOld(IndexLine entry, CollectionTime time) =>
        options.MaxAge > TimeSpan.Zero && time.Seconds is { } now && entry.CollectedAt is { } then && now - then > options.MaxAge.TotalSeconds;

    private bool IsTight() => (options.MinFree > 0 || options.MinInodes > 0) && StoreSpace.Of(store.Folder) is { } space
        && (space.Free < options.MinFree || (space.Inodes > 0 && space.FreeInodes < options.MinInodes));
}
