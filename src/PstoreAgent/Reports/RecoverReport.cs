using Pstore;
using Pstore.Compression;
using Pstore.Ram;
using Pstore.Recovery;
using PstoreAgent.Output;
using PstoreAgent.Sources;

namespace PstoreAgent.Reports;

/// <summary>The report of recover, for people.</summary>
internal static class RecoverReport
{
    private const int MostFrames = 10, MostDiagnostics = 20, MostRecords = 40;

    public static void Write(Snapshot snapshot, RecoveredRegion region, int tail, StandardOutput output)
    {
        Field(output, "Image", $"{Safe(snapshot.Name)}, {SizeText.Of(snapshot.ImageSize)}{(region.Base + snapshot.Start > 0 && region.Layout != null ? $"; the region begins at byte {snapshot.Start + region.Base}" : "")}");
        if (region.Layout != null)
        {
            Field(output, "Kernel", RegionLine.Kernel(region));
            Field(output, "Region", $"{SizeText.Of(region.Layout.Parameters.MemSize)}: {RegionLine.Layout(region)}");
        }
        else
        {
            Field(output, "Region", "no zone headers found");
        }

        WriteCrash(Crash.Find(region, tail), output);
        WriteRecords(region, output);
        WriteDiagnostics(region, output);
    }

    private static void WriteCrash(Crash? crash, StandardOutput output)
    {
        if (crash == null) return;
        output.Line();
        Field(output, "Crash", Safe(crash.Report.Headline));
        if (crash.Report.Cause != null) Field(output, "Cause", Safe(crash.Report.Cause));
        if (crash.Report.Where != null) Field(output, "Where", Safe(crash.Report.Where));
        Field(output, "Found in", $"{crash.Record.Name}{(crash.Record.Time is { } time ? $", written {time}" : "")}");
        if (crash.Report.CallTrace.Count > 0)
        {
            output.Line("Call trace");
            foreach (string frame in crash.Report.CallTrace.Take(MostFrames)) output.Line($"  {Safe(frame)}");
            if (crash.Report.CallTrace.Count > MostFrames) output.Line($"  ... {crash.Report.CallTrace.Count - MostFrames} more");
        }

        if (crash.Report.Before.Count == 0) return;
        output.Line("Last lines before");
        foreach (string line in crash.Report.Before) output.Line($"  {Safe(line)}");
    }

    private static void WriteRecords(RecoveredRegion region, StandardOutput output)
    {
        output.Line();
        if (region.Records.Count == 0)
        {
            output.Line("No records.");
            return;
        }

        int width = Math.Max(20, region.Records.Take(MostRecords).Max(record => record.Name.Length));
        output.Line($"{"Record".PadRight(width)} {"Size",8}  {"Packed",-14} {"Written",-27} How");
        foreach (RecoveredRecord record in region.Records.Take(MostRecords))
        {
            string packed = record.Packing.Kind == CompressionKind.None ? "-" : $"{record.Packing.PackedSize} {record.Packing.Kind.Name()}";
            output.Line($"{record.Name.PadRight(width)} {record.Content.Length,8}  {packed,-14} {record.Time?.ToString() ?? "-",-27} {How(record)}");
        }

        if (region.Records.Count > MostRecords) output.Line($"... {region.Records.Count - MostRecords} more; --json lists all");
    }

    private static string How(RecoveredRecord record)
    {
        var words = new List<string> { record.Origin.Name() };
        if (!record.Packing.IsWhole) words.Add(record.Packing.Kind == CompressionKind.None ? "unreadable" : "partial");
        if (record.Ecc.CorrectedBytes > 0) words.Add($"{record.Ecc.CorrectedBytes} bytes corrected");
        if (record.Ecc.BadBlocks > 0) words.Add($"{record.Ecc.BadBlocks} bad block{(record.Ecc.BadBlocks == 1 ? "" : "s")}");
        if (record.Kind == ZoneKind.Ftrace && record.Trace is { } trace) words.Add($"{record.Content.Length / trace.EntrySize} entries");
        return string.Join(", ", words);
    }

    private static void WriteDiagnostics(RecoveredRegion region, StandardOutput output)
    {
        if (region.Diagnostics.Count == 0) return;
        output.Line();
        output.Line("Notes");
        foreach (Diagnostic diagnostic in region.Diagnostics.OrderByDescending(diagnostic => diagnostic.Severity).Take(MostDiagnostics))
        {
            string place = diagnostic.Zone == null ? "" : $"{diagnostic.Zone}{(diagnostic.Offset is { } offset ? $" at 0x{offset:x}" : "")}: ";
            output.Line($"  {diagnostic.Code} {diagnostic.Severity.ToString().ToLowerInvariant(),-7} {place}{diagnostic.Message}");
        }

        if (region.Diagnostics.Count > MostDiagnostics) output.Line($"  ... {region.Diagnostics.Count - MostDiagnostics} more; --json lists all");
    }

    private static void Field(StandardOutput output, string name, string value) => output.Line($"{name,-9}{value}");

    private static string Safe(string text) => TerminalText.OneLine(text);
}
