using System.Text.Json;
using Pstore.Compression;
using Pstore.Ram;
using Pstore.Recovery;
using Pstore.Text;
using PstoreAgent.Output;
using PstoreAgent.Sources;

namespace PstoreAgent.Reports;

/// <summary>The object of recover --json.</summary>
internal static class RecoverJson
{
    public static void Write(RecordSet set, RecoverFindings findings, StandardOutput output) => JsonParts.Write(output, writer =>
    {
        RecoveredRegion region = set.Region;
        SourceJson.Write(writer, set);
        JsonParts.WriteKernel(writer, region);
        JsonParts.WriteParameters(writer, region);
        VerdictJson.Write(writer, findings.Verdict);
        WriteCrash(writer, findings.Crash);
        Heartbeat.Write(writer, findings.Heartbeat);
        writer.WriteStartArray("records");
        foreach (RecoveredRecord record in region.Records) WriteRecord(writer, record, set);
        writer.WriteEndArray();
        JsonParts.WriteZones(writer, region);
        JsonParts.WriteDiagnostics(writer, region);
    });

    private static void WriteCrash(Utf8JsonWriter writer, Crash? crash)
    {
        if (crash == null)
        {
            writer.WriteNull("crash");
            return;
        }

        writer.WriteStartObject("crash");
        writer.WriteString("headline", crash.Report.Headline);
        writer.WriteString("cause", crash.Report.Cause);
        writer.WriteString("where", crash.Report.Where);
        writer.WriteString("record", crash.Record.Name);
        writer.WriteString("boot", crash.Record.Boot.ToString().ToLowerInvariant());
        WriteLines("call_trace", crash.Report.CallTrace);
        WriteLines("before", crash.Report.Before);
        writer.WriteEndObject();

        void WriteLines(string name, IReadOnlyList<string> lines)
        {
            writer.WriteStartArray(name);
            foreach (string line in lines) writer.WriteStringValue(line);
            writer.WriteEndArray();
        }
    }

    private static void WriteRecord(Utf8JsonWriter writer, RecoveredRecord record, RecordSet set)
    {
        writer.WriteStartObject();
        writer.WriteString("name", record.Name);
        writer.WriteString("type", record.Kind.Name());
        writer.WriteNumber("id", record.Id);
        writer.WriteString("zone", record.ZoneName);
        if (record.Places.HasFlag(RecordPlaces.Region)) writer.WriteNumber("offset", record.Offset);
        writer.WriteNumber("size", record.Content.Length);
        writer.WriteString("origin", record.Origin.Name());
        writer.WriteBoolean("shown_by_kernel", record.IsShownByKernel);
        writer.WriteString("backend", record.Backend);
        writer.WriteStartArray("sources");
        foreach (string place in set.PlacesOf(record)) writer.WriteStringValue(place);
        writer.WriteEndArray();
        writer.WriteString("boot", record.Boot.ToString().ToLowerInvariant());
        writer.WriteString("time", record.Time?.ToString());
        if (record.Kind == ZoneKind.Dmesg && DumpText.TryParse(record.Content.Span, out string reason, out int count, out int part, out _))
        {
            writer.WriteString("reason", reason);
            writer.WriteNumber("count", count);
            writer.WriteNumber("part", part);
        }

        writer.WriteString("compression", record.Packing.Kind.Name());
        writer.WriteNumber("packed_size", record.Packing.PackedSize);
        writer.WriteBoolean("whole", record.Packing.IsWhole);
        if (record.Packing.BrokeAt is { } broke) writer.WriteNumber("broke_at", broke);
        writer.WriteNumber("ecc_corrected_bytes", record.Ecc.CorrectedBytes);
        writer.WriteNumber("ecc_bad_blocks", record.Ecc.BadBlocks);
        if (record.Trace is { } trace)
        {
            writer.WriteNumber("entries", record.Content.Length / trace.EntrySize);
            writer.WriteNumber("entry_size", trace.EntrySize);
            writer.WriteString("trace_kernel", record.TraceKernel?.ToString());
        }

        writer.WriteEndObject();
    }
}
