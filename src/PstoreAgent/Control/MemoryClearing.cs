using Pstore;
using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Access;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Sources;
using PstoreAgent.Sources.Memory;

namespace PstoreAgent.Control;

/// <summary>Clears zones in memory that no driver holds: the driver has locks and counters of its own.</summary>
internal sealed class MemoryClearing
{
    private readonly StoreReading _store;
    private readonly ZoneRecords _zones;
    private readonly IReadOnlySet<string> _archived;
    private readonly bool _wipe;
    private readonly DiscoveryResult _discovery;
    private readonly Snapshot _now;
    private readonly long _shift;
    private readonly HashSet<AttachedZone> _cleared = [];

    /// <summary>Copies the region anew.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="set">What was read before.</param>
    /// <param name="archived">Names of the records that may go.</param>
    /// <param name="wipe">Whether their bytes are overwritten too.</param>
    /// <exception cref="AgentException">The region can't be read, or nothing tells whether the driver holds it.</exception>
    public MemoryClearing(CommonOptions options, RecordSet set, IReadOnlySet<string> archived, bool wipe)
    {
        _store = set.Stores.First(store => store.Backend == ZoneFormat.Ramoops.Backend);
        _zones = new ZoneRecords(_store.Region);
        _archived = archived;
        _wipe = wipe;
        _now = new LiveInput(options with { Backend = Discovery.Backend.Ramoops }).ReadRegion(out _discovery).Snapshot;
        if (_discovery.Machine is { DriverBound: null, Root.IsThisMachine: true })
            throw new AgentException(ExitCode.Unavailable, "nothing tells whether the ramoops driver holds the region; mount sysfs on /sys");

        // An image may begin elsewhere than the region that is found now.
        _shift = (long)((_store.Snapshot.Address ?? _now.Address!.Value) - _now.Address!.Value);
    }

    /// <summary>Clears one record; only looks whether it can be cleared unless <paramref name="apply"/> is set.</summary>
    public ClearOutcome Clear(RecoveredRecord record, bool apply)
    {
        List<AttachedZone> zones = [.. _zones.ZonesOf(record).Where(zone => !_cleared.Contains(zone))];
        if (zones.Count == 0)
            return _zones.ZonesOf(record).Any() ? ClearOutcome.Done(record) : ClearOutcome.Left(record, "no zone of the layout holds it; name the sizes of the region if you know them");
        if ((_wipe || zones[0].Zone.Ecc.EccSize > 0) && OpenParameter(record.Kind) is { } open)
            return ClearOutcome.Left(record, $"the zone headers leave {open} open, and with a wrong one bytes of another zone would go; name it with --{open.Replace('_', '-')}");
        foreach (AttachedZone zone in zones)
        {
            if (_zones.VouchedBy(zone).FirstOrDefault(other => !_archived.Contains(other.Name)) is { } other)
                return ClearOutcome.Left(record, $"its zone holds {other.ShortName} too, which would go with it; name both");
            if (!IsUnchanged(zone)) return ClearOutcome.Left(record, "memory has changed since it was read; read it again", ExitCode.InputOutput);
        }

        if (!apply) return ClearOutcome.Done(record);
        if (new Machine(_discovery.Machine.Root).DriverBound != _discovery.Machine.DriverBound)
            return ClearOutcome.Left(record, "the ramoops driver was bound meanwhile; nothing was stored; try again, and its files are unlinked");
        List<MemoryPatch> patches = [.. zones.SelectMany(zone => ZonePatches.Clear(zone, Bytes(zone), Place(zone), _store.Region.Writer.BigEndian, _wipe))];
        StoreResult result = MemoryStores.Apply(_discovery.Machine.Root, _now.Address!.Value, _now.Bytes.Length, patches);
        if (result.End != StoreEnd.Stored) return Left(record, result);
        _cleared.UnionWith(zones);
        return ClearOutcome.Done(record);
    }

    /// <summary>Warns where the driver was bound while zones were cleared: it may have read them half cleared, and has them now.</summary>
    public void LookBack()
    {
        if (_cleared.Count > 0 && new Machine(_discovery.Machine.Root).DriverBound == true && _discovery.Machine.DriverBound != true)
            Log.Warning("the ramoops driver was bound while records were cleared; look at what pstore-agent shows now");
    }

    private ClearOutcome Left(RecoveredRecord record, StoreResult result)
    {
        switch (result.End)
        {
            case StoreEnd.Differs:
                return ClearOutcome.Left(record, "memory has changed since it was read, and nothing was stored; read it again", ExitCode.InputOutput);
            case StoreEnd.NotKept:
                return ClearOutcome.Left(record, "memory did not keep what was stored there; is it write-protected?", ExitCode.InputOutput);
            default:
                AccessExplanation explanation = AccessExplainer.Explain(result.Failure!.Value, _discovery);
                return ClearOutcome.Left(record, explanation.Message, explanation.ExitCode);
        }
    }

    /// <summary>A parameter that was guessed and says where such a zone ends, or where its parity lies. Header fields lie at its front in any case.</summary>
    private string? OpenParameter(ZoneKind kind)
    {
        string size = kind == ZoneKind.Dmesg ? "record_size" : $"{kind.Name()}_size";
        return ((string[])[size, "ecc"]).FirstOrDefault(name => _store.Region.Certainties.GetValueOrDefault(name) == Certainty.Guessed);
    }

    /// <summary>Where a zone begins in the region as it was found now.</summary>
    private long Place(AttachedZone zone) => _store.Region.Base + zone.Zone.Offset + _shift;

    private ReadOnlyMemory<byte> Bytes(AttachedZone zone) => _now.Bytes.Slice((int)Place(zone), zone.Zone.Size);

    /// <summary>Whether header, parity and all that is to go are as they were read. Valid bytes are the first of a ring, wherever it starts.</summary>
    private bool IsUnchanged(AttachedZone zone)
    {
        long place = Place(zone);
        if (place < 0 || zone.Zone.Size > _now.Bytes.Length - place) return false;
        ReadOnlySpan<byte> before = _store.Snapshot.Bytes.Span.Slice(_store.Region.Base + zone.Zone.Offset, zone.Zone.Size), now = Bytes(zone).Span;
        int used = _wipe ? zone.Zone.Size : Limits.ZoneHeaderSize + (zone.HasRecord ? (int)zone.Header.Size : 0);
        int parity = zone.Zone.Ecc.HeaderParityOffset;
        return before[..used].SequenceEqual(now[..used]) && before[parity..].SequenceEqual(now[parity..]);
    }
}
