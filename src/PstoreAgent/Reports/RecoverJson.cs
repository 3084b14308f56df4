using System.Text.Json;
using Pstore.Recovery;
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
        foreach (RecoveredRecord record in region.Records) RecordJson.Write(writer, record, set);
        writer.WriteEndArray();
        JsonParts.WriteZones(writer, region);
        OtherStoreJson.Write(writer, set, withZones: true);
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
}
