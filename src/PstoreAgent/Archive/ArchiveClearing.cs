using Pstore.Ram;
using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Control;
using PstoreAgent.Native;
using PstoreAgent.Sources;

namespace PstoreAgent.Archive;

/// <summary>Clears from memory what is in the archive, after reading its files there once more.</summary>
internal sealed class ArchiveClearing(Store store, CommonOptions common, RecordSet set)
{
    private readonly ZoneRecords _zones = new(set.Region);

    /// <summary>Clears what can be; an outcome for each record that was tried.</summary>
    public IReadOnlyList<ClearOutcome> Clear(NewRecords found)
    {
        RecoveredRecord[] held = [.. found.New.Concat(found.Known).Where(IsClearable).Where(IsHeld).Select(candidate => candidate.Record)];
        if (held.Length == 0) return [];
        store.SyncNames();
        return RecordClearing.Clear(common, set, held, wipe: false);
    }

    // A bound driver begins the zones of logs anew at the next boot by itself, and dumps that were cleared need no clearing.
    private bool IsClearable(Candidate candidate) =>
        _zones.IsVouched(candidate.Record) && (candidate.Record.Kind == ZoneKind.Dmesg || set.DriverBound != true);

    /// <summary>Whether the archive holds the record whole. One that was removed from it on purpose is not touched.</summary>
    private bool IsHeld(Candidate candidate)
    {
        if (store.Index.Find(candidate.Digest) is not { } line) return false;
        using FolderDescriptor? entry = store.Folder.OpenFolder(line.Name, out _);
        if (entry == null || EntryMeta.Read(entry) is not { } meta) return false;
        int at = Array.IndexOf(line.Digests.Split(','), candidate.Digest);
        return at >= 0 && at < meta.Records.Count && meta.Records[at].File is { } file && EntryCheck.IsWhole(entry, file);
    }
}
