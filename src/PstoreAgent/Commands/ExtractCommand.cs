using CommunityToolkit.HighPerformance.Buffers;
using Pstore.Records;
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
        Snapshot snapshot = RegionInput.Open(common);
        RecoveredRegion region = RegionInput.Recover(snapshot, common);
        TraceRenderer? renderer = options.BinaryTrace ? null : new TraceRenderer(common, region);
        var main = new OutputDirectory(options.Directory);
        var extra = new OutputDirectory(Path.Combine(options.Directory, "extra"));
        main.Create();
        if (region.Records.Any(record => !record.Origin.ShownByKernel())) extra.Create();
        if (!options.Force) Refuse(region, main, extra);
        foreach (RecoveredRecord record in region.Records)
        {
            OutputDirectory directory = record.Origin.ShownByKernel() ? main : extra;
            RecordTime? time = record.Time is { Seconds: not 0 } known ? known : null;
            if (record.Trace == null || renderer == null)
            {
                directory.Write(record.Name, record.Content.Span, time, options.Force);
                continue;
            }

            using var text = new ArrayPoolBufferWriter<byte>();
            renderer.Write(record, text);
            directory.Write(record.Name, text.WrittenSpan, time, options.Force);
        }

        int extras = region.Records.Count(record => !record.Origin.ShownByKernel());
        output.Line(region.Records.Count == 0
            ? "no records"
            : $"{region.Records.Count - extras} records in {options.Directory}{(extras > 0 ? $", {extras} that the kernel would throw away in {options.Directory}/extra" : "")}");
        return ExitCode.Ok;
    }

    private static void Refuse(RecoveredRegion region, OutputDirectory main, OutputDirectory extra)
    {
        foreach (RecoveredRecord record in region.Records)
        {
            OutputDirectory directory = record.Origin.ShownByKernel() ? main : extra;
            if (directory.Has(record.Name))
                throw new AgentException(ExitCode.CannotCreate, $"{Path.Combine(directory.Path, record.Name)}: File exists; use --force to overwrite");
        }
    }
}
