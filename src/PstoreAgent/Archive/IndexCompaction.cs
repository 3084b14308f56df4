namespace PstoreAgent.Archive;

/// <summary>Keeps the index short: of entries that were removed only the newest stay known.</summary>
internal static class IndexCompaction
{
    private const int MostRemoved = 1000;

    /// <summary>Writes the index anew when more than half of it, and more than a thousand lines, tell of removed entries.</summary>
    public static void Apply(Store store)
    {
        int removals = store.Index.Removals;
        if (removals <= MostRemoved || 2 * removals <= store.Index.Count - removals) return;
        List<IndexLine> lines = store.Index.Lines();
        string[] removed = [.. lines.Where(line => line.IsRemoval).Select(line => line.Name)];
        var forgotten = new HashSet<string>(removed[..^MostRemoved]);
        store.Replace(StoreIndex.Of([.. lines.Where(line => !forgotten.Contains(line.Name))]));
    }
}
