using System.Text;

namespace PstoreAgent.Archive;

/// <summary>Removes old entries where the store holds more than it may: the oldest first, never the newest crash, never the entry just made.</summary>
internal sealed class StoreLimits(Store store, LimitOptions options)
{
    private const long MostByDefault = 1L << 30;
    private const int Share = 10;

    /// <summary>Whether somebody said how much there may be. Without that only a new entry can be too much.</summary>
    public bool IsExplicit => options != new LimitOptions(null, 0, TimeSpan.Zero, 0, 0);

    /// <summary>Applies the limits. How many entries went; one that can't be removed is warned of, and the next one tried.</summary>
    /// <param name="made">The entry just made; null where there is none.</param>
    /// <param name="time">The time now.</param>
    public int Apply(string? made, CollectionTime time)
    {
        long size = 0, count = 0;
        ulong crash = 0;
        foreach (IndexLineView entry in new IndexEntries(store.Index))
        {
            size += entry.Size;
            count++;
            if (entry.IsCrash) crash = entry.Key;
        }

        long most = options.MaxSize ?? (StoreSpace.Of(store.Folder) is { Size: > 0 } space ? Math.Min(MostByDefault, space.Size / Share) : 0);
        bool isTight = IsTight();
        if (!IsTooMuch() && options.MaxAge <= TimeSpan.Zero) return 0;
        byte[] own = Encoding.ASCII.GetBytes(made ?? "");
        int removed = 0;
        foreach (IndexLineView entry in new IndexEntries(store.Index))
        {
            if (entry.Key == crash || entry.Name.SequenceEqual(own) || !(IsTooMuch() || IsTooOld(entry, time))) continue;
            if (!TryRemove(Encoding.ASCII.GetString(entry.Name))) continue;
            size -= entry.Size;
            count--;
            removed++;
            isTight = IsTight();
        }

        if (removed > 0) IndexCompaction.Apply(store);
        if (made != null && IsExplicit && IsTooMuch())
            Log.Warning($"{store.Path}: its limits can't be met: the newest crash and the newest entry stay, and what can't be removed");
        return removed;

        bool IsTooMuch() => isTight || (most > 0 && size > most) || (options.MaxCount > 0 && count > options.MaxCount);
    }

    private bool TryRemove(string name)
    {
        try
        {
            store.Remove(name);
            return true;
        }
        catch (AgentException problem)
        {
            Log.Warning(problem.Message);
            return false;
        }
    }

    private bool IsTooOld(IndexLineView entry, CollectionTime time) =>
        options.MaxAge > TimeSpan.Zero && time.Seconds is { } now && entry.CollectedAt is { } then && now - then > options.MaxAge.TotalSeconds;

    private bool IsTight() => (options.MinFree > 0 || options.MinInodes > 0) && StoreSpace.Of(store.Folder) is { } space
        && (space.Free < options.MinFree || (space.Inodes > 0 && space.FreeInodes < options.MinInodes));
}
