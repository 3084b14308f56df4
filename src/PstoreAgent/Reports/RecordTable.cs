using Pstore.Compression;
using Pstore.Ram;
using Pstore.Recovery;
using PstoreAgent.Output;

namespace PstoreAgent.Reports;

/// <summary>The table of records, for people. The column of boots is left out where nothing tells them.</summary>
internal static class RecordTable
{
    private const int MostRecords = 40;

    public static void Write(IReadOnlyList<RecoveredRecord> records, StandardOutput output)
    {
        output.Line();
        if (records.Count == 0)
        {
            output.Line("No records.");
            return;
        }

        int width = Math.Max(20, records.Take(MostRecords).Max(record => record.Name.Length));
        bool boots = records.Any(record => record.Boot != BootRelation.Unknown);
        output.Line($"{"Record".PadRight(width)} {"Size",8}  {"Packed",-14} {"Written",-27} {(boots ? $"{"Boot",-8} " : "")}How");
        foreach (RecoveredRecord record in records.Take(MostRecords))
        {
            string packed = record.Packing.Kind == CompressionKind.None ? "-" : $"{record.Packing.PackedSize} {record.Packing.Kind.Name()}";
            string boot = boots ? $"{record.Boot.ToString().ToLowerInvariant(),-8} " : "";
            output.Line($"{record.Name.PadRight(width)} {record.Content.Length,8}  {packed,-14} {record.Time?.ToString() ?? "-",-27} {boot}{How(record)}");
        }

        if (records.Count > MostRecords) output.Line($"... {records.Count - MostRecords} more; --json lists all");
    }

    private static string How(RecoveredRecord record)
    {
        var words = new List<string> { record.Places == RecordPlaces.FileSystem ? "in pstore" : record.Origin.Name() };
        if (record.Places == (RecordPlaces.Region | RecordPlaces.FileSystem)) words.Add("in pstore too");
        if (!record.Packing.IsWhole) words.Add(record.Packing.Kind == CompressionKind.None ? "unreadable" : "partial");
        if (record.Ecc.CorrectedBytes > 0) words.Add($"{record.Ecc.CorrectedBytes} bytes corrected");
        if (record.Ecc.BadBlocks > 0) words.Add($"{record.Ecc.BadBlocks} bad block{(record.Ecc.BadBlocks == 1 ? "" : "s")}");
        if (record.Kind == ZoneKind.Ftrace && record.Trace is { } trace) words.Add($"{record.Content.Length / trace.EntrySize} entries");
        return string.Join(", ", words);
    }
}
