using Pstore.Recovery;
using PstoreAgent.CommandLine;

namespace PstoreAgent.Sources;

/// <summary>The bytes of a region or store and what is known of it beforehand.</summary>
/// <param name="Snapshot">The bytes.</param>
internal abstract record StoreInput(Snapshot Snapshot)
{
    /// <summary>Reads zones and records.</summary>
    public abstract RecoveredRegion Recover(CommonOptions options);
}
