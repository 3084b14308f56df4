using Pstore.Ram;
using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
using PstoreAgent.Sources;
using PstoreAgent.Sources.Block;

namespace PstoreAgent.Control;

/// <summary>
/// Clears records by unlinking their files. The kernel then clears the slot of that number, whatever is in it by now:
/// so the slot is read anew before, wherever memory can be read.
/// </summary>
internal sealed class FileClearing
{
    private static string WithoutDriver(RecoveredRecord record) =>
        $"clear it in a boot without the driver (initcall_blacklist={(record.Backend == ZoneFormat.Blk.Backend ? "pstore_blk_init" : "ramoops_init")} on the kernel command line, or the module not loaded)";

    private readonly DiscoveryResult _discovery;
    private readonly RecordSet _now;
    private readonly ZoneRecords _zones;
    private readonly IReadOnlySet<string> _archived;
    private readonly bool _wipe;
    private readonly Lazy<bool> _isFlash;

    /// <summary>Reads all records anew.</summary>
    /// <exception cref="AgentException">Nothing can be read.</exception>
    public FileClearing(CommonOptions options, DiscoveryResult discovery, IReadOnlySet<string> archived, bool wipe)
    {
        _now = new LiveInput(options with { Source = discovery.IsHeldByDriver ? null : SourceKind.Pstore }).Read();
        _discovery = _now.Discovery!;
        _zones = new ZoneRecords(_now.Region);
        _archived = archived;
        _wipe = wipe;
        _isFlash = new Lazy<bool>(() => StoreDevice.Find(options, _discovery.Machine)?.Place.Flash != null);
    }

    /// <summary>Clears records, in their order; only looks whether they can be cleared unless <paramref name="apply"/> is set.</summary>
    public IEnumerable<ClearOutcome> Clear(IReadOnlyList<RecoveredRecord> records, bool apply)
    {
        ClearOutcome[] outcomes = [.. records.Select(Look)];
        if (apply) new PstoreUnlinking(_discovery, _now).Unlink(outcomes);
        return outcomes;
    }

    private ClearOutcome Look(RecoveredRecord record)
    {
        // pstore_blk leaves alone what this boot has written (psz_record_erase).
        bool isBlock = record.Backend == ZoneFormat.Blk.Backend;
        if (record.Kind is ZoneKind.Console or ZoneKind.Pmsg && (!isBlock || record.IsCurrentContent))
        {
            return ClearOutcome.Left(record, record.IsCurrentContent
                ? "the driver is bound and writes this boot's messages there; " + WithoutDriver(record)
                : "the driver began its zone anew, so that its file is gone at the next boot by itself; unlinking it would clear what this boot has written");
        }

        if (record.Kind == ZoneKind.Ftrace)
            return ClearOutcome.Left(record, "unlinking the file of a trace clears the zone of the first CPU only; " + WithoutDriver(record));
        if (_wipe) return ClearOutcome.Left(record, "the kernel holds it, so that its bytes can't be overwritten; without --wipe its file is unlinked");
        RecoveredRecord? file = _now.Region.Records.FirstOrDefault(each => each.PstoreName == record.PstoreName && each.Places.HasFlag(RecordPlaces.FileSystem));
        if (file == null)
        {
            string? problem = _now.Sources.FirstOrDefault(source => source.Kind == SourceKind.Pstore)?.Problem;
            if (problem == null && _discovery.IsHeldByDriver && record.Origin == RecordOrigin.Live)
                return ClearOutcome.Later(record, "it was written in this boot, and is a file of the pstore file system, to be cleared, from the next one on");
            return ClearOutcome.Left(record, problem ?? "it is no file of the pstore file system, and the driver holds its zone; " + WithoutDriver(record));
        }

        if (isBlock && Neighbour(record) is { } neighbour)
            return ClearOutcome.Left(record, $"flash is erased in whole blocks, and {neighbour.ShortName} could go with it: clear all of them at once");
        if (!RecordMerge.IsSame(record, file)) return ClearOutcome.Left(record, "its file has other content than was read; read it again", ExitCode.InputOutput);

        // pstore_blk looks by itself whether the slot still holds that dump (psz_kmsg_erase).
        return !isBlock && _discovery.IsHeldByDriver ? LookAtSlot(record, file) : ClearOutcome.Done(record);
    }

    /// <summary>On flash a dump that is not to go, though unlinking another may erase it: mtdpstore erases blocks, and takes NOR zones for unused ones (mtdpstore_is_used).</summary>
    private RecoveredRecord? Neighbour(RecoveredRecord record) => !_isFlash.Value ? null
        : _now.Region.Records.FirstOrDefault(other => other.Kind == ZoneKind.Dmesg && other.Backend == record.Backend && !_archived.Contains(other.Name));

    private ClearOutcome LookAtSlot(RecoveredRecord record, RecoveredRecord file)
    {
        AttachedZone? zone = _zones.ZonesOf(record).FirstOrDefault();
        if (zone == null || zone.State == ZoneState.OutsideImage)
        {
            return OopsEvidence.InThisBoot(_discovery.Machine) switch
            {
                false => ClearOutcome.Done(record),
                true => ClearOutcome.Left(record, "an oops of this boot may have been written to its slot, and memory can't be read to see it: unlinking its file would clear that; boot with iomem=relaxed, or again"),
                null => ClearOutcome.Left(record, "neither memory nor the whole kernel log can be read, so that nothing tells whether its slot was written in this boot; boot with iomem=relaxed, or again"),
            };
        }

        // A slot that is empty by now has nothing to lose.
        if (!file.Places.HasFlag(RecordPlaces.Region) && zone.State != ZoneState.Empty)
            return ClearOutcome.Left(record, "its slot in memory was written anew since the kernel read it: unlinking its file would clear the newer dump; collect that at the next boot");
        return _zones.VouchedBy(zone).FirstOrDefault(other => !_archived.Contains(other.Name)) is { } other
            ? ClearOutcome.Left(record, $"its zone holds {other.ShortName} too, which would go with it; name both")
            : ClearOutcome.Done(record);
    }
}
