using Pstore.Recovery;
using Pstore.Verdicts;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Sources;

/// <summary>The verdict on the boot before, of what was read and of what the machine says beside it.</summary>
internal static class LastBoot
{
    /// <summary>Judges a record set.</summary>
    /// <param name="set">What was read.</param>
    /// <param name="isOld">Whether a record was known before the boot in question; null where nothing tells.</param>
    public static BootVerdict Judge(RecordSet set, Func<RecoveredRecord, bool>? isOld = null) =>
        VerdictFinder.Find(set.LastBoot, Evidence(set), isOld);

    private static MachineEvidence Evidence(RecordSet set)
    {
        // What a machine says of its reset is of no use for the image of another one.
        ResetEvidence? reset = set.Discovery is { } discovery ? ResetEvidence.Read(discovery.Machine) : null;
        return new MachineEvidence
        {
            RegionRead = set.Snapshot is { Format.HasKmsgHeader: false },
            StoreRead = set.Snapshot is { Format.HasKmsgHeader: true },
            FilesRead = set.Sources.Any(source => source is { Kind: SourceKind.Pstore, Problem: null }),
            DriverBound = set.DriverBound,
            ResetCause = reset?.Cause,
            ResetCauseOrigin = reset?.CauseOrigin,
            WatchdogBootStatus = reset?.WatchdogBootStatus,
            WatchdogOrigin = reset?.WatchdogOrigin,
        };
    }
}
