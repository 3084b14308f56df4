using Pstore.Recovery;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Access;

namespace PstoreAgent.Sources;

/// <summary>What every command works on, wherever it comes from.</summary>
/// <param name="Sources">What was read, and what was tried.</param>
/// <param name="Snapshot">The bytes of the region; null when only a file system could be read.</param>
/// <param name="Region">The records of all sources, each once, and the region's zones.</param>
internal sealed record RecordSet(IReadOnlyList<SourceReport> Sources, Snapshot? Snapshot, RecoveredRegion Region)
{
    /// <summary>How the region was found; null for an image.</summary>
    public DiscoveryResult? Discovery { get; init; }

    /// <summary>Whether the driver held the region when its bytes were taken; null where nothing tells.</summary>
    public bool? DriverBound { get; init; }

    /// <summary>Why the region could not be read, where it is known and no driver has made files of it: what there is of files is not all.</summary>
    public AccessExplanation? Unread { get; init; }

    /// <summary>Whether it was read from the machine and not from an image.</summary>
    public bool IsLive => Discovery != null;

    /// <summary>The words of JSON for the places of a record.</summary>
    public IEnumerable<string> PlacesOf(RecoveredRecord record)
    {
        if (record.Places.HasFlag(RecordPlaces.Region)) yield return (Snapshot?.Kind ?? SourceKind.Image).Name();
        if (record.Places.HasFlag(RecordPlaces.FileSystem)) yield return SourceKind.Pstore.Name();
    }
}
