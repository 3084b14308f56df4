using System.Buffers;
using System.Text.Json;
using Pstore.Recovery;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Reports;
using PstoreAgent.Sources;

namespace PstoreAgent.Archive;

/// <summary>Writes meta.json. Everything but plain ASCII is escaped: people look at it with what they have.</summary>
internal sealed class EntryJson(RecordSet set, Machine machine, CollectionTime time, EntryRedaction? redaction)
{
    public ReadOnlySpan<byte> Text(string name, EntryVerdict verdict, IReadOnlyList<ArchivedRecord> records, IReadOnlyList<WrittenFile> raw, IReadOnlyList<string> digests)
    {
        var text = new ArrayBufferWriter<byte>(16 * 1024);
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("schema", EntryMeta.Schema);
            writer.WriteString("agent", AgentVersion.Text);
            writer.WriteString("entry", name);
            WriteCollected(writer);
            WriteVerdict(writer, verdict);
            WriteHeartbeat(writer, records);
            JsonParts.WriteKernel(writer, set.Region);
            writer.WriteString("reader", machine.RunningKernel?.Version.ToString());
            JsonParts.WriteParameters(writer, set.Region);
            SourceJson.Write(writer, set, redaction == null ? null : redaction.FileName);
            OtherStoreJson.Write(writer, set, withZones: false);
            writer.WriteStartArray("records");
            foreach (ArchivedRecord record in records) WriteRecord(writer, record);
            writer.WriteEndArray();
            WriteRaw(writer, raw);
            JsonParts.WriteDiagnostics(writer, set.Region);
            if (redaction == null) WriteDigests(writer, digests);
            else redaction.Write(writer);
            writer.WriteEndObject();
        }

        return text.WrittenSpan;
    }

    public static void WriteVerdict(Utf8JsonWriter writer, EntryVerdict verdict)
    {
        writer.WriteStartObject("verdict");
        writer.WriteString("kind", verdict.Kind);
        writer.WriteString("reason", verdict.Reason);
        writer.WriteBoolean("crash", verdict.IsCrash);
        writer.WriteStartArray("evidence");
        foreach (string line in verdict.Evidence) writer.WriteStringValue(line);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>A tag may be anything, an address too.</summary>
    private void WriteHeartbeat(Utf8JsonWriter writer, IReadOnlyList<ArchivedRecord> archived)
    {
        if (redaction != null) return;
        RecoveredRecord[] records = [.. archived.Select(record => record.Candidate.Record)];
        Heartbeat.Write(writer, Heartbeat.Find(records, Crash.Find(records, 0)));
    }

    private void WriteCollected(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("collected");
        writer.WriteString("time", UtcTime.Text(time.Now));
        writer.WriteBoolean("clock_set", time.IsSet);
        if (machine.Uptime is { } uptime) writer.WriteNumber("uptime", uptime);
        else writer.WriteNull("uptime");
        writer.WriteString("boot_id", machine.BootId);
        writer.WriteEndObject();
    }

    private void WriteRecord(Utf8JsonWriter writer, ArchivedRecord archived)
    {
        writer.WriteStartObject();
        writer.WriteString("file", archived.File?.Name);
        if (archived.File != null)
        {
            writer.WriteNumber("file_size", archived.File.Size);
            writer.WriteString("sha256", archived.File.Sha256);
        }

        RecordJson.WriteMembers(writer, archived.Candidate.Record, set);
        writer.WriteEndObject();
    }

    /// <summary>They are of unredacted content, which somebody could guess by them: a redacted entry goes without.</summary>
    private static void WriteDigests(Utf8JsonWriter writer, IReadOnlyList<string> digests)
    {
        writer.WriteNull("redacted");
        writer.WriteStartArray("digests");
        foreach (string digest in digests) writer.WriteStringValue(digest);
        writer.WriteEndArray();
    }

    /// <summary>One file for each store; nearly always there is one store.</summary>
    private static void WriteRaw(Utf8JsonWriter writer, IReadOnlyList<WrittenFile> files)
    {
        if (files.Count == 0) writer.WriteNull("raw");
        for (int i = 0; i < files.Count; i++)
        {
            writer.WriteStartObject(i == 0 ? "raw" : "other_raw");
            writer.WriteString("file", files[i].Name);
            writer.WriteNumber("file_size", files[i].Size);
            writer.WriteString("sha256", files[i].Sha256);
            writer.WriteEndObject();
        }
    }
}
