using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Output;
using PstoreAgent.Sources;

namespace PstoreAgent.Commands;

/// <summary>Writes every record to a file of its own; those that the kernel throws away go to extra/.</summary>
internal sealed class ExtractCommand(CommonOptions common, ExtractOptions options)
{
    public int Run(StandardOutput output)
    {
        RecoveredRegion region = RecordInput.Read(common).Region;
        TraceRenderer? renderer = options.BinaryTrace ? null : new TraceRenderer(common, region);
        var main = new OutputDirectory(options.Directory);
        var extra = new OutputDirectory(Path.Combine(options.Directory, "extra"));
        OutputDirectory Of(RecoveredRecord record) => record.IsShownByKernel ? main : extra;
        int extras = region.Records.Count(record => Of(record) == extra);
        main.Create();
        if (extras > 0) extra.Create();
        if (!options.Force)
            foreach (RecoveredRecord record in region.Records) Of(record).RefuseTaken(record.Name);
        foreach (RecoveredRecord record in region.Records)
        {
            OutputDirectory directory = Of(record);
            using RecordBytes content = RecordBytes.Of(record, renderer);
            directory.Write(record.Name, content.Span, RecordBytes.TimeOf(record), options.Force);
        }

        output.Line(TerminalText.OneLine(region.Records.Count == 0
            ? "no records"
            : $"{region.Records.Count - extras} records in {options.Directory}{(extras > 0 ? $", {extras} more in {options.Directory}/extra" : "")}"));
        return ExitCode.Ok;
    }
}
