using Pstore.Ram;
using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Control;
using PstoreAgent.Sources;

namespace PstoreAgent.Archive;

/// <summary>Clears from memory what is in the archive, after reading its files there once more.</summary>
internal sealed class ArchiveClearing(Store store, CommonOptions common, RecordSet set)
{
    private readonly StoreZones _zones = new(set);

    private readonly Holdings _holdings = new(store);

    /// <summary>Whether a record is to be cleared, but the archive has lost it: it must be archived once more before.</summary>
    public bool IsLost(Candidate candidate) => IsClearable(candidate) && _holdings.Of(candidate) == Holding.Lost;

    /// <summary>Clears what can be; an outcome for each record that was tried. One that was removed from the archive on purpose is not touched.</summary>
    public IReadOnlyList<ClearOutcome> Clear(NewRecords found)
    {
        ILookup<Holding, RecoveredRecord> records = found.New.Concat(found.Known).Where(IsClearable).ToLookup(_holdings.Of, candidate => candidate.Record);
        RecoveredRecord[] held = [.. records[Holding.Whole]];
        IEnumerable<ClearOutcome> left =
        [
            .. records[Holding.LeftOut].Select(record => ClearOutcome.Left(record, "its entry was made with --redact, and without it")),
            .. records[Holding.Lost].Select(record => ClearOutcome.Left(record, "its file there is damaged or missing")),
        ];
        if (held.Length == 0) return [.. left];

        // Memory would lose what the next boot no longer finds on disk either.
        if (MemoryBacking.Of(store.Folder) is { } backing)
            return [.. held.Select(record => ClearOutcome.Left(record, $"{store.Path} is on {backing}, which a reboot empties: name a folder on a disk")), .. left];
        store.SyncNames();
        return [.. RecordClearing.Clear(common, set, held, wipe: false), .. left];
    }

    // A bound driver begins the zones of logs anew at the next boot by itself, and dumps that were cleared need no clearing.
    private bool IsClearable(Candidate candidate) =>
        _zones.IsVouched(candidate.Record) && (candidate.Record.Kind == ZoneKind.Dmesg || !set.IsHeld(candidate.Record));
}
