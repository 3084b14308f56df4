using Pstore;
using Pstore.Ram;
using Pstore.Recovery;
using Pstore.Text;

namespace PstoreAgent.Sources;

/// <summary>Joins what was read of each backend with its files, and the backends with each other.</summary>
/// <param name="files">The records of the file system; it has those of one backend alone, and of firmware.</param>
/// <param name="running">The log of the running kernel.</param>
internal sealed class StoreMerge(IReadOnlyList<RecoveredRecord> files, LogFingerprint running)
{
    private readonly List<Part> _parts = [];

    private sealed record Part(StoreReading? Store, List<RecoveredRecord> Records, bool IsBound)
    {
        public bool HasLive => Records.Exists(record => record.Origin == RecordOrigin.Live);
    }

    /// <summary>The stores that were read, each with its own records; that of the last boot first.</summary>
    public IReadOnlyList<StoreReading> Stores => [.. _parts.Select(part => part.Store).OfType<StoreReading>()];

    /// <summary>Adds a backend; null where it could not be read, and there may be files of it all the same.</summary>
    public void Add(StoreReading? store, bool isBlock, bool isBound)
    {
        List<RecoveredRecord> own = [.. files.Where(file => (file.Backend == ZoneFormat.Blk.Backend) == isBlock)];
        if (store == null && own.Count == 0) return;
        List<RecoveredRecord> records = RecordMerge.Merge(store?.Region.Records ?? [], own, isBound);
        Add(new Part(store, new BootLabels(isBound, running).Apply(records), isBound));
    }

    /// <summary>All records, with the zones of the first store.</summary>
    /// <param name="before">What is to be said first.</param>
    public RecoveredRegion Region(IReadOnlyList<Diagnostic> before)
    {
        RecoveredRegion region = Stores.Count == 0 ? RecoveredRegion.Nothing : Stores[0].Region;
        return region with
        {
            Records = [.. _parts.SelectMany(part => part.Records)],
            Diagnostics = [.. before, .. Stores.SelectMany(store => store.Region.Diagnostics)],
        };
    }

    /// <summary>pstore has one backend at a time. The bound one comes first, else the one with records; what the other keeps is of a boot before it was chosen.</summary>
    private void Add(Part part)
    {
        if (_parts.Count > 0)
        {
            Part other = _parts[0];
            bool isFirst = part.IsBound || (!other.IsBound && !other.HasLive && part.HasLive);
            Part later = isFirst ? other : part;
            if ((isFirst ? part : other).HasLive)
                later = later with { Records = [.. later.Records.Select(record => record.Boot == BootRelation.Previous ? record with { Boot = BootRelation.Unknown } : record)] };
            _parts.Clear();
            _parts.AddRange(isFirst ? [part, later] : [other, later]);
        }
        else
        {
            _parts.Add(part);
        }

        for (int i = 0; i < _parts.Count; i++)
            if (_parts[i].Store is { } store) _parts[i] = _parts[i] with { Store = store with { DriverBound = _parts[i].IsBound, Region = store.Region with { Records = _parts[i].Records } } };
    }
}
