using System.Text.Encodings.Web;
using System.Text.Json;
using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Recovery;
using PstoreAgent.Output;

namespace PstoreAgent.Reports;

/// <summary>What the JSON objects of all commands share.</summary>
internal static class JsonParts
{
    public const string Schema = "pstore-agent/1";

    public static void Write(StandardOutput output, Action<Utf8JsonWriter> body)
    {
        // On a terminal everything but plain ASCII is escaped, so that no record can drive it.
        JavaScriptEncoder encoder = output.IsTerminal ? JavaScriptEncoder.Default : JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = encoder }))
        {
            writer.WriteStartObject();
            writer.WriteString("schema", Schema);
            body(writer);
            writer.WriteEndObject();
        }

        output.Line();
    }

    public static void WriteKernel(Utf8JsonWriter writer, RecoveredRegion region)
    {
        writer.WriteStartObject("kernel");
        if (region.Layout == null) writer.WriteNull("version");
        else writer.WriteString("version", region.Kernel.Version.ToString());
        writer.WriteString("certainty", Word(region.Kernel.Certainty));
        writer.WriteString("evidence", region.Kernel.Evidence);
        writer.WriteString("endian", region.Writer.BigEndian ? "big" : "little");
        writer.WriteNumber("word_size", region.Writer.WordSize * 8);
        writer.WriteEndObject();
    }

    public static void WriteParameters(Utf8JsonWriter writer, RecoveredRegion region)
    {
        if (region.Layout == null)
        {
            writer.WriteNull("parameters");
            return;
        }

        writer.WriteStartObject("parameters");
        foreach (LayoutParameter parameter in region.Layout.Named)
        {
            writer.WriteStartObject(parameter.Name);
            writer.WriteNumber("value", parameter.Value);
            Certainty certainty = region.Certainties.TryGetValue(parameter.Name, out Certainty found) ? found : Certainty.Given;
            writer.WriteString("certainty", Word(certainty));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    public static void WriteZones(Utf8JsonWriter writer, RecoveredRegion region)
    {
        writer.WriteStartArray("zones");
        foreach (AttachedZone zone in region.Zones)
        {
            writer.WriteStartObject();
            writer.WriteString("type", zone.Zone.Kind.Name());
            writer.WriteNumber("index", zone.Zone.Index);
            writer.WriteNumber("offset", zone.Zone.Offset);
            writer.WriteNumber("size", zone.Zone.Size);
            writer.WriteNumber("data_size", zone.Zone.DataSize);
            writer.WriteString("state", ZoneStateText.Of(zone));
            writer.WriteString("signature", $"0x{zone.Header.Signature:x8}");
            writer.WriteNumber("start", zone.Header.Start);
            writer.WriteNumber("used", ZoneStateText.Used(zone));
            writer.WriteNumber("ecc_corrected_bytes", zone.Ecc.CorrectedBytes);
            writer.WriteNumber("ecc_bad_blocks", zone.Ecc.BadBlocks);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteDiagnostics(Utf8JsonWriter writer, RecoveredRegion region)
    {
        writer.WriteStartArray("diagnostics");
        foreach (Pstore.Diagnostic diagnostic in region.Diagnostics)
        {
            writer.WriteStartObject();
            writer.WriteString("id", diagnostic.Code);
            writer.WriteString("name", diagnostic.Name);
            writer.WriteString("severity", diagnostic.Severity.ToString().ToLowerInvariant());
            if (diagnostic.Zone != null) writer.WriteString("zone", diagnostic.Zone);
            if (diagnostic.Offset is { } offset) writer.WriteNumber("offset", offset);
            writer.WriteString("message", diagnostic.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Word(Certainty certainty) => certainty.ToString().ToLowerInvariant();
}
