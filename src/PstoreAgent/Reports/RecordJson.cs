using System.Text.Json;
using Pstore.Compression;
using Pstore.Ram;
using Pstore.Recovery;
using Pstore.Text;
using PstoreAgent.Sources;

namespace PstoreAgent.Reports;

/// <summary>One record in JSON.</summary>
internal static class RecordJson
{
    public static void Write(Utf8JsonWriter writer, RecoveredRecord record, RecordSet set)
    {
        writer.WriteStartObject();
        WriteMembers(writer, record, set);
        writer.WriteEndObject();
    }

    /// <summary>The members alone, for an object that has more.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, RecoveredRecord record, RecordSet set)
    {
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

        if (record.Count is { } total)
        {
            writer.WriteString("total_reason", total.Reason);
            writer.WriteNumber("total", total.Times);
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
    }
}
