using Pstore.Ram;
using Pstore.Recovery;

namespace PstoreAgent.Control;

/// <summary>Which zones hold a record, and which records go when the header of a zone is cleared.</summary>
internal sealed class ZoneRecords
{
    private readonly IReadOnlyList<AttachedZone> _zones;
    private readonly AttachedZone[] _dmesg;
    private readonly Dictionary<AttachedZone, List<RecoveredRecord>> _vouched = [];

    public ZoneRecords(RecoveredRegion region)
    {
        _zones = region.Zones;
        _dmesg = [.. OfKind(ZoneKind.Dmesg)];
        foreach (RecoveredRecord record in region.Records)
        {
            if (!record.Places.HasFlag(RecordPlaces.Region) || !IsVouched(record)) continue;
            foreach (AttachedZone zone in ZonesOf(record))
            {
                if (!_vouched.TryGetValue(zone, out List<RecoveredRecord>? records)) _vouched[zone] = records = [];
                records.Add(record);
            }
        }
    }

    /// <summary>The zones of a record: one, but for a trace that was merged of several; none where no layout was found.</summary>
    public IEnumerable<AttachedZone> ZonesOf(RecoveredRecord record) => record.Kind switch
    {
        ZoneKind.Dmesg => record.Id >= 0 && record.Id < _dmesg.Length ? [_dmesg[record.Id]] : [],
        ZoneKind.Ftrace when record.Origin is RecordOrigin.Live or RecordOrigin.OtherKernel =>
            OfKind(ZoneKind.Ftrace).Where(zone => zone.HasRecord && (record.Backend == ZoneFormat.Blk.Backend || (zone.Header.TraceKernel ?? default) == record.TraceKernel)),
        ZoneKind.Ftrace => OfKind(ZoneKind.Ftrace).Where(zone => zone.Zone.Name == record.ZoneName),
        _ => OfKind(record.Kind),
    };

    private IEnumerable<AttachedZone> OfKind(ZoneKind kind) => _zones.Where(zone => zone.Zone.Kind == kind);

    /// <summary>Whether a valid zone header says that the record is there. A further dump may stand in a zone whose header is damaged.</summary>
    public bool IsVouched(RecoveredRecord record) => record.Origin switch
    {
        RecordOrigin.Cleared or RecordOrigin.StaleTail or RecordOrigin.SignatureFlipped or RecordOrigin.HeaderLost => false,
        RecordOrigin.Appended => ZonesOf(record).All(zone => zone.HasRecord),
        _ => true,
    };

    /// <summary>The records that a zone's header vouches for.</summary>
    public IReadOnlyList<RecoveredRecord> VouchedBy(AttachedZone zone) => _vouched.GetValueOrDefault(zone) ?? [];
}
