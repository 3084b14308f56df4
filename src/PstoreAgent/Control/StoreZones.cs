using Pstore.Recovery;
using PstoreAgent.Sources;

namespace PstoreAgent.Control;

/// <summary>The zones of each store that was read, by backend.</summary>
internal sealed class StoreZones(RecordSet set)
{
    private static readonly ZoneRecords s_none = new(RecoveredRegion.Nothing);

    private readonly Dictionary<string, ZoneRecords> _zones = set.Stores.ToDictionary(store => store.Backend, store => new ZoneRecords(store.Region));

    /// <summary>The zones of the store that a record belongs to; none when it was not read.</summary>
    public ZoneRecords Of(RecoveredRecord record) => _zones.GetValueOrDefault(record.Backend) ?? s_none;

    /// <summary>Whether a valid zone header says that the record is there, or a file does.</summary>
    public bool IsVouched(RecoveredRecord record) => Of(record).IsVouched(record);
}
