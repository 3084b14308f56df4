using System.Text.Json;
using Pstore.Verdicts;

namespace PstoreAgent.Reports;

/// <summary>The verdict in JSON.</summary>
internal static class VerdictJson
{
    /// <summary>Writes the member "verdict".</summary>
    public static void Write(Utf8JsonWriter writer, BootVerdict verdict)
    {
        writer.WriteStartObject("verdict");
        writer.WriteString("kind", verdict.Kind.Name());
        writer.WriteString("reason", verdict.Reason);
        writer.WriteStartArray("evidence");
        foreach (string line in verdict.Evidence) writer.WriteStringValue(line);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
