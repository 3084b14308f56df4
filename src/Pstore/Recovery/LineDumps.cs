using Pstore.Ram;
using Pstore.Text;

namespace Pstore.Recovery;

/// <summary>Dumps of ramoops: a ring with a header line in front of each dump, of which old kernels appended several.</summary>
internal sealed class LineDumps(RecordCollector records) : IDumpRecovery
{
    public void Recover(AttachedZone zone)
    {
        if (!ZoneLog.TryGet(zone, records, out ReadOnlyMemory<byte> log, out RecordOrigin origin))
        {
            records.AddStale(zone, 0);
            return;
        }

        ReadDumps(zone, log, origin);
        if (zone.IsTorn) ReadDumps(zone, zone.Data[..(int)zone.Header.Size], RecordOrigin.Linear);
        records.AddStale(zone, log.Length);
    }

    private void ReadDumps(AttachedZone zone, ReadOnlyMemory<byte> log, RecordOrigin origin)
    {
        var reader = new DumpReader(log, zone.Zone.Size, endKnown: true, records.Budget);
        int at = 0, number = 0;
        if (!reader.TryRead(0, out Dump dump))
        {
            int mark = DumpMarks.Find(log.Span, 0);
            int end = mark < 0 ? log.Length : mark;
            records.Add(RecordCollector.Record(zone, log[..end], log[..end], 0, origin == RecordOrigin.Live ? RecordOrigin.NoHeaderLine : origin));
            if (origin == RecordOrigin.Live)
                records.Note(zone, DiagnosticId.NoDmesgHeader, Severity.Warning, "the record has no header line; kernels from 4.2 throw it away");
            at = end;
        }

        while (at < log.Length && reader.TryRead(at, out dump))
        {
            bool first = at == 0;
            AddDump(zone, log, dump, first ? origin : RecordOrigin.Appended, first ? 0 : ++number);
            if (!first) records.Note(zone, DiagnosticId.AppendedDump, Severity.Note, $"a further dump stands behind the first at byte {dump.At}");
            int next = DumpMarks.Find(log.Span, Math.Max(dump.End, at + dump.Header.LineLength));
            if (next < 0 || number == Limits.MaxFindsPerZone) break;
            at = next;
        }
    }

    private void AddDump(AttachedZone zone, ReadOnlyMemory<byte> log, Dump dump, RecordOrigin origin, int number)
    {
        if (dump.Text.Length == 0)
        {
            if (origin != RecordOrigin.Live) return;
            records.EndScan();
            records.Note(zone, DiagnosticId.ScanEndsHere, Severity.Warning, "a header line without a payload; the kernel stops here and shows no later record");
            return;
        }

        if (dump.Swallowed)
        {
            records.Diagnostics.Add(new Diagnostic(DiagnosticId.FirstByteSwallowed, Severity.Warning,
                "the kernel takes the first packed byte for white space and can't unpack the rest; here it was put back", zone.Zone.Name, zone.Zone.DataOffset + dump.At));
        }

        PackingDiagnostics.Note(zone, dump.At, dump.Packing, dump.Text.Length, records.Diagnostics);
        records.Add(RecordCollector.Record(zone, dump.Text, log[dump.At..dump.End], dump.At, origin) with
        {
            Number = number,
            Time = dump.Header.Time,
            Packing = dump.Packing,
            Ecc = zone.Ecc,
        });
    }
}
