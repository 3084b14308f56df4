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
        foreach (Finding finding in findings) WriteOne(writer, setup, finding);
        writer.WriteEndArray();
    });

    private static void WriteOne(Utf8JsonWriter writer, Setup setup, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("id", finding.Id);
        writer.WriteString("level", Member(finding.Level));
        writer.WriteString("title", finding.Title);
        writer.WriteString("evidence", finding.Evidence);
        writer.WriteString("advice", finding.Advice);
        writer.WriteStartArray("fixes");
        foreach (Fix fix in finding.Fixes)
        {
            writer.WriteStartObject();
            writer.WriteString("place", DoctorReport.Word(fix.Place).Replace(' ', '_'));
            writer.WriteString("kind", Member(fix.Kind));
            writer.WriteString("line", fix.Text);
            if (fix.Place == FixPlace.DeviceTree) writer.WriteString("node", fix.Node ?? setup.Node?.Path);
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

    private static string Member(FixKind kind) => kind switch
    {
        FixKind.Remove => "remove",
        FixKind.Rename => "rename",
        FixKind.Run => "run",
        _ => "set",
    };
}
