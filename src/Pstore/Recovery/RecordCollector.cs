using Pstore.Ram;

namespace Pstore.Recovery;

/// <summary>Collects records and diagnostics while the zones of a region or a store are gone through.</summary>
internal sealed class RecordCollector(List<Diagnostic> diagnostics)
{
    private readonly List<RecoveredRecord> _shown = [];
    private readonly List<RecoveredRecord> _others = [];
    private bool _scanEnded;

    /// <summary>Bytes that may still be unpacked.</summary>
    public UnpackBudget Budget { get; } = new();

    /// <summary>What is damaged or uncertain.</summary>
    public List<Diagnostic> Diagnostics { get; } = diagnostics;

    /// <summary>The records that the kernel shows, then the others.</summary>
    public List<RecoveredRecord> All => [.. _shown, .. _others];

    public void Add(RecoveredRecord record)
    {
        if (_scanEnded && record.Origin == RecordOrigin.Live) record = record with { Origin = RecordOrigin.BehindScanEnd };
        (record.Origin.ShownByKernel() ? _shown : _others).Add(record);
    }

    /// <summary>From here on the kernel shows nothing more.</summary>
    public void EndScan() => _scanEnded = true;

    /// <summary>Adds what is found, without any header, from byte <paramref name="from"/> of a zone's data on.</summary>
    public void AddStale(AttachedZone zone, int from)
    {
        if (zone.State == ZoneState.OutsideImage || from >= zone.Zone.DataSize) return;
        RecordOrigin origin = RecordOrigins.OfStale(zone, from);
        if (zone.Data.Span[from..].IndexOfAnyExcept((byte)0) < 0) return;
        zone.RepairAll();
        var stale = new StaleData(zone.Data[from..], zone.Zone.DataOffset + from, zone.Zone.Name, origin, zone.Zone.Size, Budget);
        List<RecoveredRecord> found = stale.Find(zone.Zone.Kind, zone.Zone.RecordId);
        foreach (RecoveredRecord record in found) Add(record with { Backend = zone.Format.Backend });
        if (origin == RecordOrigin.HeaderLost && found.Count > 0)
            Note(zone, DiagnosticId.HeaderLost, Severity.Warning, $"{found.Count} records were found by their content");
    }

    public void Note(AttachedZone zone, DiagnosticId id, Severity severity, string message) =>
        Diagnostics.Add(new Diagnostic(id, severity, message, zone.Zone.Name, zone.Zone.Offset));

    public static RecoveredRecord Record(AttachedZone zone, ReadOnlyMemory<byte> content, ReadOnlyMemory<byte> raw, int at, RecordOrigin origin) => new()
    {
        Kind = zone.Zone.Kind,
        Id = zone.Zone.RecordId,
        Backend = zone.Format.Backend,
        Origin = origin,
        Content = content,
        Raw = raw,
        Offset = zone.Zone.DataOffset + at,
        ZoneName = zone.Zone.Name,
        Packing = PackingInfo.Plain(raw.Length),
    };
}
