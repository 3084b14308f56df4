using Pstore.Ram;
using Pstore.Records;
using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Output;
using PstoreAgent.Sources;

namespace PstoreAgent.Commands;

/// <summary>Prints one record.</summary>
internal sealed class ShowCommand(CommonOptions common, string name, bool raw)
{
    public int Run(StandardOutput output)
    {
        RecoveredRegion region = RegionInput.Recover(RegionInput.Open(common), common);
        RecoveredRecord record = Find(region);
        if (raw) output.Bytes(record.Content.Span);
        else if (record.Trace != null) new TraceRenderer(common, region).Write(record, output);
        else if (record.Kind == ZoneKind.Pmsg && AndroidLog.IsAndroid(record.Content.Span)) AndroidText.Write(record.Content.Span, output);
        else if (output.IsTerminal) TerminalText.Write(record.Content.Span, output);
        else output.Bytes(record.Content.Span);
        return ExitCode.Ok;
    }

    private RecoveredRecord Find(RecoveredRegion region)
    {
        RecoveredRecord? exact = region.Records.FirstOrDefault(record => record.Name == name || record.ShortName == name);
        if (exact != null) return exact;

        // "console" finds the console's record even where only an unusual one is left.
        RecoveredRecord? near = region.Records.FirstOrDefault(record =>
            record.Name.StartsWith(name + ".", StringComparison.Ordinal) || record.ShortName.StartsWith(name + ".", StringComparison.Ordinal)
            || (name == "dmesg" && record.Kind == ZoneKind.Dmesg));
        if (near != null)
        {
            Log.Warning($"this is {near.Name}");
            return near;
        }

        string there = region.Records.Count == 0 ? "there are no records" : $"there are {string.Join(", ", region.Records.Select(record => record.ShortName))}";
        throw new AgentException(ExitCode.NoInput, $"no record '{name}'; {there}");
    }
}
