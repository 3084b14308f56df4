using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Sources;

namespace PstoreAgent.Control;

/// <summary>Clears records that are safe elsewhere: in memory where no driver holds the region, else by unlinking their files.</summary>
internal static class RecordClearing
{
    /// <summary>Clears the zones, or unlinks the files, of records. Nothing is cleared that has changed since it was read.</summary>
    /// <param name="options">How the records were read.</param>
    /// <param name="set">What was read.</param>
    /// <param name="archived">The records that may go. One whose zone holds another record that may not go stays too.</param>
    /// <param name="wipe">Whether the bytes of the records are overwritten too.</param>
    /// <returns>An outcome for each of <paramref name="archived"/>, in their order.</returns>
    public static IReadOnlyList<ClearOutcome> Clear(CommonOptions options, RecordSet set, IReadOnlyCollection<RecoveredRecord> archived, bool wipe) =>
        [.. archived.Select(record => new ClearOutcome(record, false, "clearing is not there yet"))];
}
