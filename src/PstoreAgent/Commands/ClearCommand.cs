using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Control;
using PstoreAgent.Output;
using PstoreAgent.Sources;

namespace PstoreAgent.Commands;

/// <summary>Clears records, when it is told to in earnest.</summary>
internal sealed class ClearCommand(CommonOptions common, IReadOnlyList<string> names, ClearOptions options)
{
    public int Run(StandardOutput output)
    {
        if (common.Image != null) throw new UsageException("clear: an image is a copy, and stays as it is; without --image the region of this machine is cleared");
        if (options.All == names.Count > 0) throw new UsageException("clear needs either the names of records, as recover lists them, or --all");
        RecordSet set = RecordInput.Read(common);
        RecoveredRecord[] asked = options.All ? [.. set.Region.Records.Where(IsMeant)] : [.. names.SelectMany(name => Find(set.Region, name)).Distinct()];
        if (asked.Length == 0)
        {
            if (set.Unread is { } unread) throw unread.ToException();
            output.Line("nothing to clear");
            return ExitCode.Ok;
        }

        if (!options.Yes) return OnlyList(RecordClearing.Check(common, set, asked, options.Wipe), output);
        List<ClearOutcome> left = [];
        if (options.All)
        {
            // Those that can't be cleared in this way are named and left; what failed or has changed is an error here too.
            IReadOnlyList<ClearOutcome> expected = RecordClearing.Check(common, set, asked, options.Wipe);
            left.AddRange(expected.Where(outcome => !outcome.Cleared));
            WriteLines(left, output);
            left.RemoveAll(outcome => outcome.Code == ExitCode.Unavailable);
            asked = [.. expected.Where(outcome => outcome.Cleared).Select(outcome => outcome.Record)];
        }

        IReadOnlyList<ClearOutcome> outcomes = RecordClearing.Clear(common, set, asked, options.Wipe);
        WriteLines(outcomes, output);
        left.AddRange(outcomes.Where(outcome => !outcome.Cleared));
        if (left.Count == 0) return ExitCode.Ok;
        ClearOutcome failed = left[0];
        output.Flush();
        throw new AgentException(failed.Code, $"{failed.Record.Name} was not cleared: {failed.Reason}");
    }

    private int OnlyList(IReadOnlyList<ClearOutcome> expected, StandardOutput output)
    {
        foreach (ClearOutcome outcome in expected.Where(outcome => outcome is { Cleared: true, Reason: null }))
        {
            RecoveredRecord record = outcome.Record;
            output.Line($"would {(options.Wipe ? "wipe" : "clear")} {record.Name}: {record.Content.Length} bytes, boot {record.Boot.ToString().ToLowerInvariant()}, written {record.Time?.ToString() ?? "at an unknown time"}");
        }

        WriteLines(expected.Where(outcome => outcome.Reason != null), output);
        output.Flush();
        if (!expected.Any(outcome => outcome is { Cleared: true, Reason: null })) throw Nothing(expected);
        throw new UsageException("clear: nothing was changed; add --yes to clear them");
    }

    private static AgentException Nothing(IReadOnlyList<ClearOutcome> expected)
    {
        ClearOutcome? left = expected.FirstOrDefault(outcome => !outcome.Cleared);
        return new AgentException(left?.Code ?? ExitCode.Unavailable, "clear: nothing of that can be cleared as things are, with --yes neither");
    }

    private void WriteLines(IEnumerable<ClearOutcome> outcomes, StandardOutput output)
    {
        // A reason that several have is said once.
        foreach (IGrouping<object, ClearOutcome> group in outcomes.GroupBy(outcome => outcome.Reason == null ? outcome : (object)(outcome.Cleared, outcome.Reason)))
        {
            ClearOutcome first = group.First();
            string word = !first.Cleared ? "left" : first.Reason != null ? "already cleared" : options.Wipe ? "wiped" : "cleared";
            string names = string.Join(", ", group.Select(outcome => outcome.Record.Name));
            output.Line(TerminalText.OneLine($"{word} {names}{(first.Reason == null ? "" : $": {first.Reason}")}"));
        }
    }

    /// <summary>What --all means: what a header vouches for; with --wipe also what was cleared before. Other backends keep it in firmware's memory, and their records must be named.</summary>
    private bool IsMeant(RecoveredRecord record) => record.Backend is "ramoops" or "pstore_blk" && (options.Wipe || record.Origin is not
        (RecordOrigin.Cleared or RecordOrigin.StaleTail or RecordOrigin.SignatureFlipped or RecordOrigin.HeaderLost));

    /// <summary>Exactly the record of that name: what is nearly meant must not go. Without its number a name stands for all that have one.</summary>
    private static List<RecoveredRecord> Find(RecoveredRegion region, string name)
    {
        List<RecoveredRecord> found = [.. region.Records.Where(record => IsNamed(record, name))];
        if (found.Count > 0) return found;
        string there = region.Records.Count == 0 ? "there are no records" : $"there are {string.Join(", ", region.Records.Select(record => record.ShortName))}";
        throw new AgentException(ExitCode.NoInput, $"no record '{name}'; {there}");
    }

    private static bool IsNamed(RecoveredRecord record, string name) => record.Name == name || record.ShortName == name
        || (record.Number > 0 && (record.Name == $"{name}-{record.Number}" || record.ShortName == $"{name}-{record.Number}"));
}
