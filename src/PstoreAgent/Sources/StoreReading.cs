using Pstore.Recovery;

namespace PstoreAgent.Sources;

/// <summary>One region or store that was read, with what was found in it.</summary>
/// <param name="Snapshot">Its bytes; of a block device those of the zones in use.</param>
/// <param name="Region">Its zones, and its records, those among them that were read from the file system too.</param>
internal sealed record StoreReading(Snapshot Snapshot, RecoveredRegion Region)
{
    /// <summary>Whether its driver held it when the bytes were taken; null where nothing tells.</summary>
    public bool? DriverBound { get; init; }

    /// <summary>"ramoops", "pstore_blk".</summary>
    public string Backend => Snapshot.Format.Backend;
}
