namespace PstoreAgent.Archive;

/// <summary>Goes through the entries of an index that were not removed, oldest first, and copies nothing: there may be ten thousand of them.</summary>
internal ref struct IndexEntries
{
    private readonly HashSet<ulong> _removed = [];
    private IndexLines _lines;

    public IndexEntries(StoreIndex index)
    {
        Current = default;
        _lines = new IndexLines(index);
        if (index.Removals == 0) return;
        foreach (IndexLineView line in _lines)
            if (line.IsRemoval) _removed.Add(line.Key);
    }

    public IndexLineView Current { get; private set; }

    public readonly IndexEntries GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_lines.MoveNext())
        {
            Current = _lines.Current;
            if (!Current.IsRemoval && !_removed.Contains(Current.Key)) return true;
        }

        return false;
    }
}
