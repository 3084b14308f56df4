using Pstore.Records;
using PstoreAgent.Archive;
using PstoreAgent.Native;
using PstoreAgent.Output;

namespace PstoreAgent.Commands;

/// <summary>Shows what an entry has, or one record of it.</summary>
internal sealed class ArchiveShowCommand(string directory, string word, string? recordName)
{
    private const int MostBytes = 64 << 20, MostEvidence = 8;

    public int Run(StandardOutput output)
    {
        using FolderDescriptor store = StoreFolder.Open(directory, create: false);
        string name = ArchiveCommands.Find(Store.EntriesIn(store, directory), word, directory);
        using FolderDescriptor entry = ArchiveCommands.Open(store, directory, name);
        EntryMeta meta = EntryMeta.Read(entry)
            ?? throw new AgentException(ExitCode.Data, $"{directory}/{name}/{StoreNames.Meta}: is missing or damaged; the records beside it are plain files");
        if (recordName == null) WriteEntry(name, meta, output);
        else WriteRecord(entry, name, Record(meta, recordName), output);
        return ExitCode.Ok;
    }

    private void WriteEntry(string name, EntryMeta meta, StandardOutput output)
    {
        Field("Entry", $"{directory}/{name}");
        Field("Collected", meta.CollectedAt == null ? $"{meta.Time} by a clock that was not set" : meta.Time);
        Field("Verdict", meta.Verdict.Reason == null ? meta.Verdict.Kind : $"{meta.Verdict.Kind}: {meta.Verdict.Reason}");
        foreach (string line in meta.Verdict.Evidence.Take(MostEvidence)) Field("", line);
        output.Line();
        if (meta.Records.Count == 0)
        {
            output.Line("No records.");
            return;
        }

        int width = Math.Max(20, meta.Records.Max(record => record.Name.Length));
        output.Line($"{"Record".PadRight(width)} {"Size",8}  {"Written",-27} {"Boot",-8} {"How",-12} File");
        foreach (EntryRecord record in meta.Records)
            output.Line(TerminalText.OneLine($"{record.Name.PadRight(width)} {record.Size,8}  {record.Time ?? "-",-27} {record.Boot,-8} {record.Origin,-12} {record.File ?? "left out"}"));

        void Field(string field, string text) => output.Line(TerminalText.OneLine($"{field,-10}{text}"));
    }

    private void WriteRecord(FolderDescriptor entry, string name, EntryRecord record, StandardOutput output)
    {
        if (record.File is not { } path) throw new AgentException(ExitCode.NoInput, $"{record.Name} was left out of {name}: it could not be redacted");
        using FileDescriptor? file = EntryCheck.OpenFile(entry, path, out int errno);
        if (file?.ReadToEnd(MostBytes, out errno) is not { } content) throw new AgentException(Errno.ExitCodeForReading(errno), $"{directory}/{name}/{path}: {Errno.Text(errno)}");
        if (record.Type == "pmsg" && AndroidLog.IsAndroid(content)) AndroidText.Write(content, output);
        else if (output.IsTerminal) TerminalText.Write(content, output);
        else output.Bytes(content);
    }

    private static EntryRecord Record(EntryMeta meta, string wanted) =>
        meta.Records.FirstOrDefault(record => record.Name == wanted || Short(record) == wanted)
        ?? meta.Records.FirstOrDefault(record => record.Type == wanted)
        ?? throw new AgentException(ExitCode.NoInput,
            $"no record '{wanted}' in {meta.Name}; {(meta.Records.Count == 0 ? "it has none" : $"it has {string.Join(", ", meta.Records.Select(Short))}")}");

    // "dmesg-0", "console", "pmsg.stale-tail-1": as recover lists them.
    private static string Short(EntryRecord record)
    {
        string[] words = record.Name.Split('-', 3);
        if (words.Length < 3) return record.Name;
        return record.Type == "dmesg" ? $"dmesg-{words[2]}" : record.Type + words[2].TrimStart("0123456789".ToCharArray());
    }
}
