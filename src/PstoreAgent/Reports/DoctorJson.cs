using System.Text.Json;
using PstoreAgent.Doctor;
using PstoreAgent.Output;

namespace PstoreAgent.Reports;

/// <summary>The object of doctor --json.</summary>
internal static class DoctorJson
{
    public static void Write(Setup setup, IReadOnlyList<Finding> findings, StandardOutput output) => JsonParts.Write(output, writer =>
    {
        if (setup.Kernel is { } kernel) writer.WriteString("kernel", kernel.ToString());
        else writer.WriteNull("kernel");
        writer.WriteBoolean("machine", setup.HasMachine);
        writer.WriteNumber("problems", findings.Count(finding => finding.Level == FindingLevel.Problem));
        writer.WriteNumber("warnings", findings.Count(finding => finding.Level == FindingLevel.Warning));
        writer.WriteStartArray("findings");
        foreach (Finding finding in findings) WriteOne(writer, finding);
        writer.WriteEndArray();
    });

    private static void WriteOne(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("id", finding.Id);
        writer.WriteString("level", Member(finding.Level));
        writer.WriteString("title", finding.Title);
        writer.WriteString("evidence", finding.Evidence);
        writer.WriteStartArray("fixes");
        foreach (Fix fix in finding.Fixes)
        {
            writer.WriteStartObject();
            writer.WriteString("place", DoctorReport.Word(fix.Place).Replace(' ', '_'));
            writer.WriteString("line", fix.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Member(FindingLevel level) => level switch
    {
        FindingLevel.Problem => "problem",
        FindingLevel.Warning => "warning",
        FindingLevel.Unknown => "unknown",
        _ => "ok",
    };
}
