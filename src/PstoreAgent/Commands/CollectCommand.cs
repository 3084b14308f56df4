using Pstore;
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
        ReportUnreadable(set);
        Machine machine = set.Discovery?.Machine ?? new Machine(new MachineRoot(common.Root));
        var limits = new StoreLimits(store, options.Limits);
        ArchiveClearing? clearing = options.Clear ? new ArchiveClearing(store, common, set) : null;
        (NewRecords found, EntryVerdict? verdict, bool makes) = CollectPlan.Of(store, set, machine, clearing, options.Json);
        CollectionTime time = CollectionTime.Of(DateTimeOffset.UtcNow, set.Region.Records.Select(record => record.Time).OfType<RecordTime>());
        IndexLine? entry = null;
        if (makes)
        {
            var collector = new Collector(store, common, options, set, machine);
            entry = collector.Make(found.New, verdict!, time);
            verdict = collector.Shown(verdict!);
            Report(output, store, entry, verdict, found.New);
        }
        else if (options.Redact && verdict != null)
        {
            verdict = new EntryRedaction().Verdict(verdict);
        }

        int removed = makes || limits.IsExplicit ? limits.Apply(entry?.Name, time) : 0;
        if (removed > 0 && !options.Json) output.Line($"removed {removed} old {(removed == 1 ? "entry" : "entries")}");
        IReadOnlyList<ClearOutcome> outcomes = clearing?.Clear(found) ?? [];
        ReportClearing(output, outcomes);
        if (options.Json) WriteJson(output, set, entry, verdict!, makes ? found.New : [], removed, outcomes);
        End(output, store, entry);
        if (set.Unread is { } unread) throw unread.ToException();
        return options.ExitCode && entry is { IsCrash: true } ? ExitCode.Found : ExitCode.Ok;
    }

    /// <summary>Whoever can't read what was done should at least not take it for undone.</summary>
    private static void End(StandardOutput output, Store store, IndexLine? entry)
    {
        try
        {
            output.Flush();
        }
        catch (AgentException problem) when (entry != null)
        {
            throw new AgentException(problem.ExitCode, $"{problem.Message}; {store.Path}/{entry.Name} was archived all the same");
        }
    }

    /// <summary>With the driver bound its files go in the region's place; that memory could not be read is worth knowing then.</summary>
    private static void ReportUnreadable(RecordSet set)
    {
        if (set.Unread != null) return;
        foreach (Diagnostic diagnostic in set.Region.Diagnostics)
            if (diagnostic is { Id: DiagnosticId.SourceUnreadable, Severity: >= Severity.Warning }) Log.Warning(TerminalText.OneLine(diagnostic.Message));
    }

    private void Report(StandardOutput output, Store store, IndexLine entry, EntryVerdict verdict, IReadOnlyList<Candidate> records)
    {
        if (MemoryBacking.Of(store.Folder) is { } backing) Log.Warning($"{store.Path} is on {backing}: what is archived there is gone at the next reboot; name a folder on a disk");
        if (options.Json) return;
        string count = records.Count == 1 ? "1 record" : $"{records.Count} records";
        RecoveredRecord[] found = [.. records.Select(candidate => candidate.Record)];
        string alive = Heartbeat.Find(found, Crash.Find(found, 0)) is { } beat ? $"; {beat.Words}" : "";
        output.Line(TerminalText.OneLine($"{verdict.Kind}: {count} in {store.Path}/{entry.Name}{(verdict.Reason == null ? "" : $": {verdict.Reason}")}{alive}"));
    }

    private void ReportClearing(StandardOutput output, IReadOnlyList<ClearOutcome> outcomes)
    {
        foreach (IGrouping<string?, string> left in outcomes.Where(outcome => outcome is { Cleared: false, IsLater: false }).GroupBy(outcome => outcome.Reason, outcome => outcome.Record.Name))
            Log.Warning(TerminalText.OneLine($"{string.Join(", ", left)} {(left.Count() == 1 ? "is archived and was" : "are archived and were")} not cleared: {left.Key}"));
        int cleared = outcomes.Count(outcome => outcome.Cleared);
        if (cleared > 0 && !options.Json) output.Line($"cleared {cleared} {(cleared == 1 ? "record" : "records")}");
    }

    private static void WriteJson(StandardOutput output, RecordSet set, IndexLine? entry, EntryVerdict verdict, IReadOnlyList<Candidate> records, int removed, IReadOnlyList<ClearOutcome> outcomes) => JsonParts.Write(output, writer =>
    {
        writer.WriteString("entry", entry?.Name);
        EntryJson.WriteVerdict(writer, verdict);
        writer.WriteStartArray("records");
        foreach (Candidate candidate in records) RecordJson.Write(writer, candidate.Record, set);
        writer.WriteEndArray();
        writer.WriteNumber("removed", removed);
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
