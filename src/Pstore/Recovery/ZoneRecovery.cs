using System.Numerics;
using Pstore.Ram;
using Pstore.Records;

namespace Pstore.Recovery;

/// <summary>Goes through the zones of a region in the order in which the kernel reads them and collects records and diagnostics.</summary>
internal sealed class ZoneRecovery(IReadOnlyList<AttachedZone> zones, KernelVersion kernel, WriterFormat writer, List<Diagnostic> diagnostics)
{
    private readonly List<RecoveredRecord> _shown = [];
    private readonly List<RecoveredRecord> _others = [];
    private readonly UnpackBudget _budget = new();
    private bool _scanEnded;

    /// <summary>The records that the kernel shows, then the others.</summary>
    public List<RecoveredRecord> Run()
    {
        foreach (AttachedZone zone in zones) ZoneDiagnostics.Note(zone, diagnostics);
        foreach (AttachedZone zone in Of(ZoneKind.Dmesg)) RecoverDmesg(zone);
        foreach (AttachedZone zone in Of(ZoneKind.Console)) RecoverLog(zone);
        foreach (AttachedZone zone in Of(ZoneKind.Pmsg)) RecoverLog(zone);
        foreach (RecoveredRecord trace in new TraceRecovery(Of(ZoneKind.Ftrace).ToList(), kernel, writer).Run()) Add(trace);
        if (_budget.IsUsedUp)
        {
            diagnostics.Add(new Diagnostic(DiagnosticId.LimitReached, Severity.Warning,
                $"the bound of {Limits.MaxUnpackedTotal >> 20} MiB of unpacked text was reached; later dumps are cut"));
        }

        return [.. _shown, .. _others];
    }

    private IEnumerable<AttachedZone> Of(ZoneKind kind) => zones.Where(zone => zone.Zone.Kind == kind);

    private void RecoverDmesg(AttachedZone zone)
    {
        if (!TryGetLog(zone, out ReadOnlyMemory<byte> log, out RecordOrigin origin))
        {
            AddStale(zone, 0);
            return;
        }

        ReadDumps(zone, log, origin);
        if (zone.IsTorn) ReadDumps(zone, zone.Data[..(int)zone.Header.Size], RecordOrigin.Linear);
        AddStale(zone, log.Length);
    }

    private void ReadDumps(AttachedZone zone, ReadOnlyMemory<byte> log, RecordOrigin origin)
    {
        var reader = new DumpReader(log, zone.Zone.Size, endKnown: true, _budget);
        int at = 0, number = 0;
        if (!reader.TryRead(0, out Dump dump))
        {
            int mark = Text.DumpMarks.Find(log.Span, 0);
            int end = mark < 0 ? log.Length : mark;
            Add(Record(zone, log[..end], log[..end], 0, origin == RecordOrigin.Live ? RecordOrigin.NoHeaderLine : origin));
            if (origin == RecordOrigin.Live)
                diagnostics.Add(Note(zone, DiagnosticId.NoDmesgHeader, Severity.Warning, "the record has no header line; kernels from 4.2 throw it away"));
            at = end;
        }

        while (at < log.Length && reader.TryRead(at, out dump))
        {
            bool first = at == 0;
            AddDump(zone, log, dump, first ? origin : RecordOrigin.Appended, first ? 0 : ++number);
            if (!first) diagnostics.Add(Note(zone, DiagnosticId.AppendedDump, Severity.Note, $"a further dump stands behind the first at byte {dump.At}"));
            int next = Text.DumpMarks.Find(log.Span, Math.Max(dump.End, at + dump.Header.LineLength));
            if (next < 0 || number == Limits.MaxFindsPerZone) break;
            at = next;
        }
    }

    private void AddDump(AttachedZone zone, ReadOnlyMemory<byte> log, Dump dump, RecordOrigin origin, int number)
    {
        if (dump.Text.Length == 0)
        {
            if (origin != RecordOrigin.Live) return;
            _scanEnded = true;
            diagnostics.Add(Note(zone, DiagnosticId.ScanEndsHere, Severity.Warning, "a header line without a payload; the kernel stops here and shows no later record"));
            return;
        }

        DumpDiagnostics.Note(zone, dump, diagnostics);
        Add(Record(zone, dump.Text, log[dump.At..dump.End], dump.At, origin) with
        {
            Number = number,
            Time = dump.Header.Time,
            Packing = dump.Packing,
            Ecc = zone.Ecc,
        });
    }

    private void RecoverLog(AttachedZone zone)
    {
        if (!TryGetLog(zone, out ReadOnlyMemory<byte> log, out RecordOrigin origin))
        {
            AddStale(zone, 0);
            return;
        }

        Add(Record(zone, log, log, 0, origin) with { Ecc = zone.Ecc });
        if (zone.IsTorn) Add(Record(zone, zone.Data[..log.Length], zone.Data[..log.Length], 0, RecordOrigin.Linear));
        AddStale(zone, log.Length);
    }

    /// <summary>The zone's log by its header, or by a header of which only some signature bits are wrong.</summary>
    private bool TryGetLog(AttachedZone zone, out ReadOnlyMemory<byte> log, out RecordOrigin origin)
    {
        log = zone.Log();
        origin = RecordOrigin.Live;
        if (zone.HasRecord) return true;
        if (zone.State != ZoneState.BadSignature || zone.Header.Size == 0 || !zone.Header.Fits(zone.Zone.DataSize)) return false;
        zone.RepairAll();
        log = RingSpans.Unroll(zone.Data, (int)zone.Header.Start, (int)zone.Header.Size);
        int flipped = BitOperations.PopCount(zone.Header.Signature ^ ZoneHeader.BaseSignature);
        if (flipped > Limits.MaxFlippedSignatureBits)
        {
            // Counters that frame a text, or a dump, are believed without a signature.
            origin = RecordOrigin.HeaderLost;
            return DmesgHeader.TryParse(log.Span, signedSeconds: true, out _) || Text.PrintableText.PrefixLength(log.Span) == log.Length;
        }

        origin = RecordOrigin.SignatureFlipped;
        diagnostics.Add(Note(zone, DiagnosticId.SignatureFlipped, Severity.Warning, $"{flipped} bits of the signature are flipped; the kernel throws the record away"));
        return true;
    }

    private void AddStale(AttachedZone zone, int from)
    {
        if (zone.State == ZoneState.OutsideImage || from >= zone.Zone.DataSize) return;
        RecordOrigin origin = RecordOrigins.OfStale(zone, from);
        if (zone.Data.Span[from..].IndexOfAnyExcept((byte)0) < 0) return;
        zone.RepairAll();
        var stale = new StaleData(zone.Data[from..], zone.Zone.DataOffset + from, zone.Zone.Name, origin, zone.Zone.Size, _budget);
        List<RecoveredRecord> found = stale.Find(zone.Zone.Kind, zone.Zone.RecordId);
        foreach (RecoveredRecord record in found) Add(record);
        if (origin == RecordOrigin.HeaderLost && found.Count > 0)
            diagnostics.Add(Note(zone, DiagnosticId.HeaderLost, Severity.Warning, $"{found.Count} records were found by their content"));
    }

    private void Add(RecoveredRecord record)
    {
        if (_scanEnded && record.Origin == RecordOrigin.Live) record = record with { Origin = RecordOrigin.BehindScanEnd };
        (record.Origin.ShownByKernel() ? _shown : _others).Add(record);
    }

    private static RecoveredRecord Record(AttachedZone zone, ReadOnlyMemory<byte> content, ReadOnlyMemory<byte> raw, int at, RecordOrigin origin) => new()
    {
        Kind = zone.Zone.Kind,
        Id = zone.Zone.RecordId,
        Origin = origin,
        Content = content,
        Raw = raw,
        Offset = zone.Zone.DataOffset + at,
        ZoneName = zone.Zone.Name,
        Packing = PackingInfo.Plain(raw.Length),
    };

    private static Diagnostic Note(AttachedZone zone, DiagnosticId id, Severity severity, string message) =>
        new(id, severity, message, zone.Zone.Name, zone.Zone.Offset);
}
