using Pstore.Ram;
using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
using PstoreAgent.Sources;

namespace PstoreAgent.Control;

/// <summary>
/// Clears records of this machine that are safe elsewhere: in memory or on the device where no driver holds the store,
/// else by unlinking their files. Nothing is cleared that has changed since it was read.
/// </summary>
internal static class RecordClearing
{
    /// <summary>Clears the zones, or unlinks the files, of records.</summary>
    /// <param name="options">How the records were read. Where that was an image, it is one of this machine's region, and the region is found and read anew.</param>
    /// <param name="set">What was read.</param>
    /// <param name="archived">The records that may go, all out of <paramref name="set"/>. One whose zone holds another record that may not go stays too.</param>
    /// <param name="wipe">Whether the bytes of the records, and stale ones in their zones, are overwritten too.</param>
    /// <returns>An outcome for each of <paramref name="archived"/>, in their order.</returns>
    public static IReadOnlyList<ClearOutcome> Clear(CommonOptions options, RecordSet set, IReadOnlyCollection<RecoveredRecord> archived, bool wipe) =>
        Run(options, set, archived, wipe, apply: true);

    /// <summary>What <see cref="Clear"/> would do, as far as that can be told without doing it. Nothing is changed.</summary>
    public static IReadOnlyList<ClearOutcome> Check(CommonOptions options, RecordSet set, IReadOnlyCollection<RecoveredRecord> records, bool wipe) =>
        Run(options, set, records, wipe, apply: false);

    private static ClearOutcome[] Run(CommonOptions options, RecordSet set, IReadOnlyCollection<RecoveredRecord> archived, bool wipe, bool apply)
    {
        CommonOptions live = options with { Image = null, Offset = 0, Source = options.Source == SourceKind.Pstore ? null : options.Source };
        var names = archived.Select(record => record.Name).ToHashSet();
        var outcomes = new Dictionary<RecoveredRecord, ClearOutcome>(ReferenceEqualityComparer.Instance);
        var zones = new StoreZones(set);
        foreach (RecoveredRecord record in archived)
            if (!wipe && !zones.IsVouched(record)) outcomes[record] = ClearOutcome.Before(record);

        RecoveredRecord[] left = [.. archived.Where(record => !outcomes.ContainsKey(record))];
        if (left.Length > 0)
        {
            DiscoveryResult discovery = RegionDiscovery.Find(live);
            foreach (ClearingWay way in (ReadOnlySpan<ClearingWay>)[ClearingWay.File, ClearingWay.Memory, ClearingWay.Device])
            {
                RecoveredRecord[] group = [.. left.Where(record => Way(record, discovery) == way)];
                foreach (ClearOutcome outcome in group.Length == 0 ? [] : ClearGroup(live, discovery, set, group, way, names, wipe, apply)) outcomes[outcome.Record] = outcome;
            }
        }

        return [.. archived.Select(record => outcomes[record])];
    }

    private static ClearingWay Way(RecoveredRecord record, DiscoveryResult discovery)
    {
        if (!record.Places.HasFlag(RecordPlaces.Region)) return ClearingWay.File;
        if (record.Backend == ZoneFormat.Blk.Backend) return discovery.Machine.PstoreBackend == record.Backend ? ClearingWay.File : ClearingWay.Device;
        return discovery.IsHeldByDriver ? ClearingWay.File : ClearingWay.Memory;
    }

    private static ClearOutcome[] ClearGroup(
        CommonOptions live, DiscoveryResult discovery, RecordSet set, RecoveredRecord[] records, ClearingWay way, HashSet<string> names, bool wipe, bool apply)
    {
        try
        {
            if (way == ClearingWay.File) return [.. new FileClearing(live, discovery, names, wipe).Clear(records, apply)];
            if (way == ClearingWay.Device)
            {
                using var device = new BlockClearing(live, set, names, wipe, apply);
                return [.. records.Select(device.Clear)];
            }

            var clearing = new MemoryClearing(live, set, names, wipe);
            ClearOutcome[] outcomes = [.. records.Select(record => clearing.Clear(record, apply))];
            clearing.LookBack();
            return outcomes;
        }
        catch (AgentException problem)
        {
            return [.. records.Select(record => ClearOutcome.Left(record, problem.Message, problem.ExitCode))];
        }
    }
}
