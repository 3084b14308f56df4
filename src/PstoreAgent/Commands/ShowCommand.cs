using Pstore.Ram;
using Pstore.Records;
using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Output;
using PstoreAgent.Sources;

namespace PstoreAgent.Commands;

/// <summary>Prints one record.</summary>
internal sealed class ShowCommand(CommonOptions common, string name, bool raw, bool current)
{
    public int Run(StandardOutput output)
    {
        RecoveredRegion region = RecordInput.Read(common).Region;
        RecoveredRecord record = Find(region);
        if (raw) output.Bytes(record.Content.Span);
        else if (record.Trace != null) new TraceRenderer(common, region).Write(record, output);
        else if (record.Kind == ZoneKind.Pmsg && AndroidLog.IsAndroid(record.Content.Span)) AndroidText.Write(record.Content.Span, output);
        else if (record.Kind == ZoneKind.Pmsg && PmsgText.HasLines(record.Content.Span)) PmsgText.Write(record.Content.Span, output);
        else if (output.IsTerminal) TerminalText.Write(record.Content.Span, output);
        else output.Bytes(record.Content.Span);
        return ExitCode.Ok;
    }

    private RecoveredRecord Find(RecoveredRegion region)
    {
        if (current) return FindCurrent(region);
        RecoveredRecord? exact = region.Records.FirstOrDefault(record => record.Name == name || record.ShortName == name);
        if (exact != null) return exact;

        // "console" finds the console's record even where only an unusual one is left.
        RecoveredRecord? near = region.Records.FirstOrDefault(record =>
            record.Name.StartsWith(name + ".", StringComparison.Ordinal) || record.ShortName.StartsWith(name + ".", StringComparison.Ordinal)
            || (name == "dmesg" && record.Kind == ZoneKind.Dmesg));
        if (near is { IsCurrentContent: true })
        {
            throw new AgentException(ExitCode.NoInput,
                $"{near.PstoreName} of the boot before is in no source that could be read: the driver began the zone anew when it was bound; --current shows what this boot has written");
        }

        if (near != null)
        {
            Log.Warning($"this is {near.Name}");
            return near;
        }

        throw Missing(region);
    }

    /// <summary>What this boot has written: of a zone that holds two boots' content, or the only one where it is this boot's.</summary>
    private RecoveredRecord FindCurrent(RecoveredRegion region)
    {
        RecoveredRecord? found = region.Records.FirstOrDefault(record =>
            record.Boot == BootRelation.Current && (record.PstoreName == name || record.Name == name || BaseName(record) == name));
        return found ?? throw Missing(region);
    }

    private static string BaseName(RecoveredRecord record) => record.Kind == ZoneKind.Dmesg ? $"dmesg-{record.Id}" : record.Kind.Name();

    private AgentException Missing(RecoveredRegion region)
    {
        string there = region.Records.Count == 0 ? "there are no records" : $"there are {string.Join(", ", region.Records.Select(record => record.ShortName))}";
        return new AgentException(ExitCode.NoInput, $"no record '{name}'{(current ? " of this boot" : "")}; {there}");
    }
}
