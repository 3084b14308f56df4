using Pstore.Ram;

namespace Pstore.Recovery;

/// <summary>Goes through the zones of a region or a store in the order in which the kernel reads them and collects records and diagnostics.</summary>
internal sealed class ZoneRecovery(
    IReadOnlyList<AttachedZone> zones, ZoneFormat format, IDumpRecovery dumps, KernelVersion kernel, WriterFormat writer, RecordCollector records)
{
    /// <summary>The records that the kernel shows, then the others.</summary>
    public List<RecoveredRecord> Run()
    {
        foreach (AttachedZone zone in zones) ZoneDiagnostics.Note(zone, records.Diagnostics);
        foreach (ZoneKind kind in format.ReadingOrder)
        {
            if (kind == ZoneKind.Ftrace) new TraceRecovery(Of(kind).ToList(), kernel, writer).Run(records);
            else foreach (AttachedZone zone in Of(kind)) Recover(zone);
        }

        if (records.Budget.IsUsedUp)
        {
            records.Diagnostics.Add(new Diagnostic(DiagnosticId.LimitReached, Severity.Warning,
                $"the bound of {Limits.MaxUnpackedTotal >> 20} MiB of unpacked text was reached; later dumps are cut"));
        }

        return records.All;
    }

    private IEnumerable<AttachedZone> Of(ZoneKind kind) => zones.Where(zone => zone.Zone.Kind == kind);

    private void Recover(AttachedZone zone)
    {
        if (zone.Zone.Kind == ZoneKind.Dmesg) dumps.Recover(zone);
        else RecoverLog(zone);
    }

    private void RecoverLog(AttachedZone zone)
    {
        if (!ZoneLog.TryGet(zone, records, out ReadOnlyMemory<byte> log, out RecordOrigin origin))
        {
            records.AddStale(zone, 0);
            return;
        }

        records.Add(RecordCollector.Record(zone, log, log, 0, origin) with { Ecc = zone.Ecc });
        if (zone.IsTorn) records.Add(RecordCollector.Record(zone, zone.Data[..log.Length], zone.Data[..log.Length], 0, RecordOrigin.Linear));
        records.AddStale(zone, log.Length);
    }
}
