using Pstore.Records;
using Pstore.Recovery;
using PstoreAgent.Archive;
using PstoreAgent.CommandLine;
using PstoreAgent.Control;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Output;
using PstoreAgent.Reports;
using PstoreAgent.Sources;

namespace PstoreAgent.Commands;

/// <summary>Moves what is new to the archive; says nothing when there is nothing to do.</summary>
internal sealed class CollectCommand(CommonOptions common, CollectOptions options)
{
    public int Run(StandardOutput output)
    {
        using Store store = Store.Open(options.Directory, create: true);
        RecordSet set = RecordInput.Read(common);
        Machine machine = set.Discovery?.Machine ?? new Machine(new MachineRoot(common.Root));
        NewRecords found = NewRecords.Find(set, store.Index);
        bool mayHaveLostPower = IsPowerLossNews(store, set, machine);
        EntryVerdict? verdict = found.MakesEntry || options.Json || mayHaveLostPower ? VerdictSource.Of(set, found, store.Index, machine.BootId) : null;
        bool makes = found.MakesEntry || (mayHaveLostPower && verdict!.IsPowerLoss);
        IndexLine? entry = null;
        if (makes)
        {
            CollectionTime time = CollectionTime.Of(DateTimeOffset.UtcNow, found.New.Select(candidate => candidate.Record.Time).OfType<RecordTime>());
            var collector = new Collector(store, common, options, set, machine);
            entry = collector.Make(found.New, verdict!, time);
            verdict = collector.Shown(verdict!);
            Report(output, store, entry, verdict, found.New);
            new StoreLimits(store, options.Limits).Apply(entry.Name, time);
        }
        else if (options.Redact && verdict != null)
        {
            verdict = new EntryRedaction().Verdict(verdict);
        }

        IReadOnlyList<ClearOutcome> outcomes = options.Clear ? new ArchiveClearing(store, common, set).Clear(found) : [];
        ReportClearing(output, outcomes);
        if (options.Json) WriteJson(output, set, entry, verdict!, makes ? found.New : [], outcomes);
        return options.ExitCode && entry is { IsCrash: true } ? ExitCode.Found : ExitCode.Ok;
    }

    // A boot that lost its memory leaves no records: once for each boot that fact alone is worth an entry.
    private static bool IsPowerLossNews(Store store, RecordSet set, Machine machine) =>
        set.IsLive && machine.BootId is { } boot && !set.Region.Records.Any(record => record.Boot == BootRelation.Previous) && !store.Index.Knows(RecordDigest.OfPowerLoss(boot));

    private void Report(StandardOutput output, Store store, IndexLine entry, EntryVerdict verdict, IReadOnlyList<Candidate> records)
    {
        if (MemoryBacking.Of(store.Folder) is { } backing) Log.Warning($"{store.Path} is on {backing}: what is archived there is gone when the power is; name a folder on a disk");
        if (options.Json) return;
        string count = records.Count == 1 ? "1 record" : $"{records.Count} records";
        output.Line(TerminalText.OneLine($"{verdict.Kind}: {count} in {store.Path}/{entry.Name}{(verdict.Reason == null ? "" : $": {verdict.Reason}")}"));
    }

    private void ReportClearing(StandardOutput output, IReadOnlyList<ClearOutcome> outcomes)
    {
        foreach (IGrouping<string?, ClearOutcome> left in outcomes.Where(outcome => outcome is { Cleared: false, IsLater: false }).GroupBy(outcome => outcome.Reason))
            Log.Warning(TerminalText.OneLine($"{string.Join(", ", left.Select(outcome => outcome.Record.Name))}: archived, and not cleared: {left.Key}"));
        int cleared = outcomes.Count(outcome => outcome.Cleared);
        if (cleared > 0 && !options.Json) output.Line($"cleared {cleared} {(cleared == 1 ? "record" : "records")}");
    }

    private static void WriteJson(StandardOutput output, RecordSet set, IndexLine? entry, EntryVerdict verdict, IReadOnlyList<Candidate> records, IReadOnlyList<ClearOutcome> outcomes) => JsonParts.Write(output, writer =>
    {
        writer.WriteString("entry", entry?.Name);
        EntryJson.WriteVerdict(writer, verdict);
        writer.WriteStartArray("records");
        foreach (Candidate candidate in records) RecordJson.Write(writer, candidate.Record, set);
        writer.WriteEndArray();
        writer.WriteStartArray("cleared");
        foreach (ClearOutcome outcome in outcomes)
        {
            writer.WriteStartObject();
            writer.WriteString("name", outcome.Record.Name);
            writer.WriteBoolean("cleared", outcome.Cleared);
            writer.WriteString("reason", outcome.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
