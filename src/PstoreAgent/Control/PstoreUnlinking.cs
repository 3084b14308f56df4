using Pstore.Ram;
using Pstore.Recovery;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Access;
using PstoreAgent.Native;
using PstoreAgent.Sources;
using PstoreAgent.Sources.FileSystem;
using Tmds.Linux;

namespace PstoreAgent.Control;

/// <summary>Unlinks the files of records, and looks whether that has cleared them.</summary>
internal sealed unsafe class PstoreUnlinking(DiscoveryResult discovery, RecordSet now)
{
    private const int MostFiles = 4096;

    /// <summary>Unlinks the file of each outcome that says cleared; where that fails, the outcome becomes one that says why.</summary>
    public void Unlink(ClearOutcome[] outcomes)
    {
        if (!outcomes.Any(outcome => outcome.Cleared)) return;
        if (new PstoreDirectory(discovery.Machine).Use(forWriting: true, place => UnlinkAll(place, outcomes)) is { } failure)
        {
            AccessExplanation explanation = AccessExplainer.Explain(failure, discovery);
            Replace(outcomes, record => ClearOutcome.Left(record, explanation.Message, explanation.ExitCode));
        }
        else
        {
            Verify(outcomes);
        }
    }

    /// <summary>Each file is read once more: a mount for this use shows what is in the slots at this moment.</summary>
    private static void UnlinkAll(string place, ClearOutcome[] outcomes)
    {
        List<RecoveredRecord> files = new PstoreFiles().Read(place, out _) ?? [];
        List<DirectoryEntry> entries = DirectoryListing.Read(place, MostFiles, out _) ?? [];
        Replace(outcomes, record =>
        {
            if (!files.Exists(file => file.PstoreName == record.PstoreName && RecordMerge.IsSame(record, file)))
                return ClearOutcome.Left(record, "its file has other content than was read, or is gone; read it again", ExitCode.InputOutput);
            foreach (DirectoryEntry entry in entries)
            {
                if (!IsFileOf(entry.Name, record)) continue;
                fixed (byte* path = FileDescriptor.PathBytes(Path.Combine(place, entry.Name)))
                {
                    if (LibC.unlink(path) != 0) return NotUnlinked(record, entry.Name, LibC.errno);
                    if (LibC.access(path, LibC.F_OK) == 0) return ClearOutcome.Left(record, $"the kernel did not remove {entry.Name}", ExitCode.InputOutput);
                }
            }

            return ClearOutcome.Done(record);
        });
    }

    private static ClearOutcome NotUnlinked(RecoveredRecord record, string name, int errno) => ClearOutcome.Left(record,
        $"unlink of {name}: {Errno.Text(errno)}{(errno == LibC.EROFS ? "; mount the pstore file system for writing (mount -o remount,rw)" : "")}", Errno.ExitCodeForWriting(errno));

    private static bool IsFileOf(string name, RecoveredRecord record) => PstoreFileName.TryParse(name, out PstoreFileName parsed)
        && parsed.Kind == record.Kind && parsed.Id == record.Id && parsed.Backend == record.Backend;

    /// <summary>Looks into memory, where it can be read, whether the kernel has cleared the slots. Behind a folder with a machine's files there is no kernel.</summary>
    private void Verify(ClearOutcome[] outcomes)
    {
        if (!discovery.IsHeldByDriver || !discovery.Machine.Root.IsThisMachine || now.Snapshot is not { Address: { } address } before) return;
        Snapshot? after = RegionReader.Read(before.Kind, discovery.Machine.Root, address, before.Bytes.Length, out _);
        if (after == null) return;
        var zones = new ZoneRecords(now.Region);
        Replace(outcomes, record => zones.ZonesOf(record).All(zone => IsEmpty(after, zone.Zone))
            ? ClearOutcome.Done(record)
            : ClearOutcome.Left(record, "its file is gone, but memory has a record in its slot; the kernel has probably written a new one", ExitCode.InputOutput));
    }

    private bool IsEmpty(Snapshot snapshot, Zone zone) =>
        ZoneHeader.Read(snapshot.Bytes.Span[(now.Region.Base + zone.Offset)..], now.Region.Writer.BigEndian).IsEmpty;

    private static void Replace(ClearOutcome[] outcomes, Func<RecoveredRecord, ClearOutcome> by)
    {
        for (int i = 0; i < outcomes.Length; i++)
            if (outcomes[i].Cleared) outcomes[i] = by(outcomes[i].Record);
    }
}
