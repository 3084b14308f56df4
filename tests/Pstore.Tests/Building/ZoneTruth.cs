namespace Pstore.Tests.Building;

/// <summary>What a zone must be found to hold: kept from the writes themselves, not from the memory.</summary>
public sealed class ZoneTruth(int capacity)
{
    private readonly List<(long End, int Length, object What)> _marks = [];
    private long _total;
    private bool _startedAstray;

    /// <summary>The log as a reader must unroll it, oldest byte first.</summary>
    public byte[] Log { get; private set; } = [];

    /// <summary>The start field as last written.</summary>
    public uint Start { get; internal set; }

    /// <summary>The size field as last written.</summary>
    public uint Size { get; internal set; }

    /// <summary>What the last boot saved of the boot before: what its pstore file system shows.</summary>
    public byte[] SavedAtBoot { get; internal set; } = [];

    /// <summary>A 5.0-6.5 kernel went on from a start that had no data before it: until the ring is full, start and size do not describe the log.</summary>
    public bool Astray => _startedAstray && Log.Length < capacity;

    /// <summary>The dumps wholly inside the log, oldest first.</summary>
    public IReadOnlyList<StoredDump> Dumps => [.. Whole<StoredDump>()];

    /// <summary>The traced calls wholly inside the log, oldest first.</summary>
    public IReadOnlyList<FtraceEvent> Events => [.. Whole<FtraceEvent>()];

    internal void Reset(bool astray)
    {
        _marks.Clear();
        _total = 0;
        _startedAstray = astray;
        Log = [];
    }

    /// <summary>Takes what was found in memory at boot for the log, as it is not what was written.</summary>
    internal void Adopt(byte[] log)
    {
        Reset(false);
        _total = log.Length;
        Log = log;
    }

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        byte[] all = [.. Log, .. bytes];
        _total += bytes.Length;
        Log = all[Math.Max(0, all.Length - capacity)..];
    }

    internal void Mark(object what, int length) => _marks.Add((_total, length, what));

    private IEnumerable<T> Whole<T>() =>
        _marks.Where(mark => mark.End - mark.Length >= _total - Log.Length).Select(mark => mark.What).OfType<T>();
}
