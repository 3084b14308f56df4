using Pstore.Recovery;
using PstoreAgent.Output;
using PstoreAgent.Sources;

namespace PstoreAgent.Reports;

/// <summary>The object of layout --json.</summary>
internal static class LayoutJson
{
    public static void Write(RecordSet set, StandardOutput output) => JsonParts.Write(output, writer =>
    {
        RecoveredRegion region = set.Region;
        SourceJson.Write(writer, set);
        JsonParts.WriteKernel(writer, region);
        JsonParts.WriteParameters(writer, region);
        JsonParts.WriteZones(writer, region);
        OtherStoreJson.Write(writer, set, withZones: true);
        writer.WriteNumber("unused", region.Layout?.UnusedBytes ?? 0);
        JsonParts.WriteDiagnostics(writer, region);
    });
}
