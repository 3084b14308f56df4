using System.Globalization;
using PstoreAgent.Archive;
using PstoreAgent.Native;
using PstoreAgent.Output;
using PstoreAgent.Reports;

namespace PstoreAgent.Commands;

/// <summary>Lists the entries of an archive, the newest last. It reads what lies there, and needs no right to write.</summary>
internal sealed class ArchiveListCommand(string directory, bool json)
{
    private const int LongestReason = 200, LongestWord = 24;

    public int Run(StandardOutput output)
    {
        using FolderDescriptor store = StoreFolder.Open(directory, create: false);
        IEnumerable<ListedEntry> entries = Store.EntriesIn(store, directory).Select(name => ListedEntry.Read(store, name));
        if (json) WriteJson(entries, output);
        else WriteTable([.. entries], output);
        return ExitCode.Ok;
    }

    private static void WriteTable(List<ListedEntry> entries, StandardOutput output)
    {
        if (entries.Count == 0)
        {
            output.Line("No entries.");
            return;
        }

        output.Line($"{"Entry",-EntryName.Length} {"Collected",-20}  {"Verdict",-10} {"Records",7} {"Size",9}  Reason");
        foreach (ListedEntry entry in entries)
        {
            string time = entry.Meta is { CollectedAt: null } ? "clock not set" : TerminalText.OneLine(entry.Meta?.Time ?? "-", LongestWord);
            string verdict = TerminalText.OneLine(entry.Meta?.Verdict.Kind ?? "unreadable", LongestWord), reason = TerminalText.OneLine(entry.Meta?.Verdict.Reason ?? "-", LongestReason);
            string count = entry.Meta?.Records.Count.ToString(CultureInfo.InvariantCulture) ?? "-";
            output.Line($"{entry.Name} {time,-20}  {verdict,-10} {count,7} {SizeText.Of(entry.Size),9}  {reason}");
        }
    }

    private static void WriteJson(IEnumerable<ListedEntry> entries, StandardOutput output) => JsonParts.Write(output, writer =>
    {
        writer.WriteStartArray("entries");
        foreach (ListedEntry entry in entries)
        {
            writer.WriteStartObject();
            writer.WriteString("name", entry.Name);
            writer.WriteString("collected", entry.Meta?.Time);
            writer.WriteBoolean("clock_set", entry.Meta?.CollectedAt != null);
            EntryJson.WriteVerdict(writer, entry.Meta?.Verdict ?? EntryVerdict.Unknown);
            writer.WriteNumber("records", entry.Meta?.Records.Count ?? 0);
            writer.WriteNumber("size", entry.Size);
            writer.WriteBoolean("readable", entry.Meta != null);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
