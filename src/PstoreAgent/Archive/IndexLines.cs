namespace PstoreAgent.Archive;

/// <summary>Goes through the lines of an index, oldest first; what is no line is left out.</summary>
internal ref struct IndexLines(StoreIndex index)
{
    private ReadOnlySpan<byte> _rest = index.Text.Span, _added = index.Added.Span;

    public IndexLineView Current { get; private set; }

    public readonly IndexLines GetEnumerator() => this;

    public bool MoveNext()
    {
        while (true)
        {
            if (_rest.IsEmpty)
            {
                _rest = _added;
                _added = default;
            }

            if (_rest.IsEmpty) return false;
            int length = _rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = length < 0 ? _rest : _rest[..length];
            _rest = length < 0 ? default : _rest[(length + 1)..];
            if (!IndexLineView.TryParse(line, out IndexLineView view)) continue;
            Current = view;
            return true;
        }
    }
}
