using Pstore.Recovery;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Access;

namespace PstoreAgent.Sources;

/// <summary>What every command works on, wherever it comes from.</summary>
/// <param name="Sources">What was read, and what was tried.</param>
/// <param name="Stores">What was read byte by byte, at most one of each backend, the one whose records count for the last boot first; empty when only a file system could be read.</param>
/// <param name="Region">The records of all sources, each once; zones and parameters are those of the first store.</param>
internal sealed record RecordSet(IReadOnlyList<SourceReport> Sources, IReadOnlyList<StoreReading> Stores, RecoveredRegion Region)
{
    /// <summary>How the ramoops region was looked for; null for an image.</summary>
    public DiscoveryResult? Discovery { get; init; }

    /// <summary>Whether a driver held one of the stores; null where nothing tells.</summary>
    public bool? DriverBound { get; init; }

    /// <summary>Why the region could not be read, where it is known and no driver has made files of it: what there is of files is not all.</summary>
    public AccessExplanation? Unread { get; init; }

    /// <summary>Whether it was read from the machine and not from an image.</summary>
    public bool IsLive => Discovery != null;

    /// <summary>The bytes of the first store; null when only a file system could be read.</summary>
    public Snapshot? Snapshot => Stores.Count == 0 ? null : Stores[0].Snapshot;

    /// <summary>The region with the records that may tell of the last boot: pstore has one backend at a time, and what another store keeps is of a boot long ago.</summary>
    public RecoveredRegion LastBoot => Stores.Count > 1 ? Region with { Records = [.. Region.Records.Where(IsOfLastBackend)] } : Region;

    /// <summary>Whether a record is of the backend of the last boot; with one store all are.</summary>
    public bool IsOfLastBackend(RecoveredRecord record) => Stores.Count < 2 || record.Backend == Stores[0].Backend;

    /// <summary>The store that a record belongs to; null when it was not read.</summary>
    public StoreReading? StoreOf(RecoveredRecord record) => Stores.FirstOrDefault(store => store.Backend == record.Backend);

    /// <summary>Whether a driver holds the zones of a record.</summary>
    public bool IsHeld(RecoveredRecord record) => (StoreOf(record) is { } store ? store.DriverBound : DriverBound) == true;

    /// <summary>The words of JSON for the places of a record.</summary>
    public IEnumerable<string> PlacesOf(RecoveredRecord record)
    {
        if (record.Places.HasFlag(RecordPlaces.Region)) yield return (StoreOf(record)?.Snapshot.Kind ?? SourceKind.Image).Name();
        if (record.Places.HasFlag(RecordPlaces.FileSystem)) yield return SourceKind.Pstore.Name();
    }
}
