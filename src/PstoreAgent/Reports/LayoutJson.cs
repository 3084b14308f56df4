using Pstore.Recovery;
using PstoreAgent.Output;
using PstoreAgent.Sources;

namespace PstoreAgent.Reports;

/// <summary>The object of layout --json.</summary>
internal static class LayoutJson
{
    public static void Write(Snapshot snapshot, RecoveredRegion region, StandardOutput output) => JsonParts.Write(output, writer =>
    {
        JsonParts.WriteSource(writer, snapshot, region);
        JsonParts.WriteKernel(writer, region);
        JsonParts.WriteParameters(writer, region);
        JsonParts.WriteZones(writer, region);
        writer.WriteNumber("unused", region.Layout?.UnusedBytes ?? 0);
        JsonParts.WriteDiagnostics(writer, region);
    });
}
