using Pstore;
using Pstore.Ram;
using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery.Block;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;
using PstoreAgent.Sources;
using PstoreAgent.Sources.Block;

namespace PstoreAgent.Control;

/// <summary>
/// Clears zones of a block device that nobody uses, as the kernel does: the header is written
/// once more, with a datalen and a start of 0 (psz_kmsg_erase, psz_record_erase; fs/pstore/zone.c).
/// </summary>
internal sealed class BlockClearing : IDisposable
{
    private readonly StoreReading _store;
    private readonly ZoneRecords _zones;
    private readonly IReadOnlySet<string> _archived;
    private readonly bool _wipe, _apply;
    private readonly BlockDevice _device;
    private readonly HashSet<AttachedZone> _cleared = [];

    /// <summary>Opens the device: for writing, exclusively, where something is to be cleared, else for reading.</summary>
    /// <param name="options">How it is found.</param>
    /// <param name="set">What was read before.</param>
    /// <param name="archived">Names of the records that may go.</param>
    /// <param name="wipe">Whether their bytes are overwritten too.</param>
    /// <param name="apply">Whether to clear, and not to look alone.</param>
    /// <exception cref="AgentException">The device can't be found or opened, is in use, or can't be rewritten.</exception>
    public BlockClearing(CommonOptions options, RecordSet set, IReadOnlySet<string> archived, bool wipe, bool apply)
    {
        _store = set.Stores.First(store => store.Backend == ZoneFormat.Blk.Backend);
        _zones = new ZoneRecords(_store.Region);
        (_archived, _wipe, _apply) = (archived, wipe, apply);
        _device = LiveBlock.OpenForClearing(options, new Machine(new MachineRoot(options.Root)), apply);
    }

    /// <summary>Clears one record; only looks whether it can be cleared unless that was asked for.</summary>
    public ClearOutcome Clear(RecoveredRecord record)
    {
        List<AttachedZone> zones = [.. _zones.ZonesOf(record).Where(zone => !_cleared.Contains(zone))];
        if (zones.Count == 0)
            return _zones.ZonesOf(record).Any() ? ClearOutcome.Done(record) : ClearOutcome.Left(record, "no zone of the layout holds it; name the sizes of the store if you know them");
        foreach (AttachedZone zone in zones)
        {
            if (_zones.VouchedBy(zone).FirstOrDefault(other => !_archived.Contains(other.Name)) is { } other)
                return ClearOutcome.Left(record, $"its zone holds {other.ShortName} too, which would go with it; name both");
            if (!IsUnchanged(zone)) return ClearOutcome.Left(record, "the device has changed since it was read; read it again", ExitCode.InputOutput);
        }

        if (!_apply) return ClearOutcome.Done(record);
        foreach (AttachedZone zone in zones)
        {
            if (Store(zone) is not 0 and var errno) return ClearOutcome.Left(record, $"writing its header: {Errno.Text(errno)}", Errno.ExitCodeForWriting(errno));
            _cleared.Add(zone);
        }

        return ClearOutcome.Done(record);
    }

    public void Dispose() => _device.Dispose();

    /// <summary>The header first: with a datalen of 0 nothing vouches for the bytes behind it any more.</summary>
    private int Store(AttachedZone zone)
    {
        Span<byte> header = stackalloc byte[Limits.ZoneHeaderSize];
        header.Clear();
        Before(zone, sizeof(uint)).CopyTo(header);
        int errno = _device.File.WriteAt(header, Place(zone));
        if (errno != 0 || !_wipe) return errno;
        errno = _device.File.WriteAt(new byte[zone.Zone.Size - Limits.ZoneHeaderSize], Place(zone) + Limits.ZoneHeaderSize);
        return errno != 0 ? errno : _device.File.Sync();
    }

    private bool IsUnchanged(AttachedZone zone)
    {
        ReadOnlySpan<byte> before = Before(zone, _wipe ? zone.Zone.Size : Limits.ZoneHeaderSize + (zone.HasRecord ? (int)zone.Header.Size : 0));
        byte[] now = new byte[before.Length];
        int done = 0;
        while (done < now.Length)
        {
            int count = _device.File.Read(now.AsSpan(done), Place(zone) + done, out _);
            if (count <= 0) return false;
            done += count;
        }

        return before.SequenceEqual(now);
    }

    private ReadOnlySpan<byte> Before(AttachedZone zone, int length) => _store.Snapshot.Bytes.Span.Slice(zone.Zone.Offset, length);

    private long Place(AttachedZone zone) => _store.Snapshot.Start + zone.Zone.Offset;
}
