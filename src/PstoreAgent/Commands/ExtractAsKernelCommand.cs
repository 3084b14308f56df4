using CommunityToolkit.HighPerformance.Buffers;
using Pstore;
using Pstore.Kernel;
using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Records;
using Pstore.Symbols;
using PstoreAgent.CommandLine;
using PstoreAgent.Output;
using PstoreAgent.Sources;

namespace PstoreAgent.Commands;

/// <summary>Writes exactly the files that pstorefs of one kernel shows.</summary>
internal sealed class ExtractAsKernelCommand(CommonOptions common, ExtractOptions options)
{
    public int Run()
    {
        RegionInput input = RecordInput.ReadRegion(common);
        Snapshot snapshot = input.Snapshot;
        if (common.MemSize > snapshot.Bytes.Length)
            throw new AgentException(ExitCode.Data, $"{snapshot.Name}: has {snapshot.Bytes.Length} bytes, --mem-size says {common.MemSize}");

        KnownParameters known = input.All with { Kernel = common.Kernel ?? common.Reader };
        ProbeResult probe = LayoutProbe.Find(snapshot.Bytes, known);
        var directory = new OutputDirectory(options.Directory);
        if (probe.Layout == null && !known.SizesComplete)
        {
            Log.Warning("no zone headers and not all sizes given: nothing to extract");
            directory.Create();
            return ExitCode.Ok;
        }

        KernelViewResult view = View(input, known, probe);
        if (view.Error != null)
        {
            directory.Create();
            throw new AgentException(ExitCode.Configuration, $"the kernel would refuse these sizes: {view.Error.Message}");
        }

        foreach (Diagnostic diagnostic in view.Diagnostics) Log.Debug($"{diagnostic.Code} {diagnostic.Zone}: {diagnostic.Message}");
        Write(directory, view);
        return ExitCode.Ok;
    }

    private KernelViewResult View(RegionInput input, KnownParameters known, ProbeResult probe)
    {
        ReadOnlyMemory<byte> bytes = input.Snapshot.Bytes;
        ReadOnlyMemory<byte> region = known.SizesComplete ? bytes : bytes[probe.Base..];
        RamoopsParameters? found = probe.Layout?.Parameters;
        var parameters = new RamoopsParameters(
            known.MemSize ?? (known.SizesComplete ? region.Length : found!.MemSize),
            known.RecordSize ?? found!.RecordSize,
            known.ConsoleSize ?? found!.ConsoleSize,
            known.FtraceSize ?? found!.FtraceSize,
            known.PmsgSize ?? found!.PmsgSize,
            known.EccSize ?? found?.EccSize ?? 0,
            known.Flags ?? found?.Flags ?? 0,
            known.Cpus ?? found?.Cpus ?? 1);
        RegionInput alone = input with { Snapshot = new Snapshot(region, "", region.Length, 0) };
        KernelVersion writer = Settle(common.Kernel, alone, parameters, probe);
        KernelVersion reader = common.Reader is { } given ? Settle(given, alone, parameters, probe) : writer;
        bool bigEndian = common.BigEndian ?? probe.BigEndian;
        return KernelView.Read(region, parameters, new KernelViewOptions(reader, writer, bigEndian, common.WordSize, common.ReaderCompress));
    }

    /// <summary>X.Y is the sublevel in the image's ftrace signature where that is of the series, else the newest.</summary>
    private KernelVersion Settle(KernelVersion? given, RegionInput region, RamoopsParameters parameters, ProbeResult probe)
    {
        if (given is { IsSeries: false } exact) return exact;
        if (given is { } series) return SeriesFinder.Find(region.Snapshot.Bytes.Span, parameters, series, common.BigEndian ?? probe.BigEndian);
        if (probe.FtraceKernel is { } trace) return trace;
        Pstore.Recovery.KernelFinding finding = region.Recover(common).Kernel;
        if (finding.Certainty == Certainty.Guessed)
            Log.Warning($"nothing names the kernel; the view is that of {finding.Version}; name one with --kernel or --reader");
        return finding.Version;
    }

    private void Write(OutputDirectory directory, KernelViewResult view)
    {
        directory.Create();
        if (!options.Force)
            foreach (PstoreFile file in view.Files) directory.RefuseTaken(file.Name);
        SymbolTable? symbols = SymbolSource.Read(common);
        foreach (PstoreFile file in view.Files)
        {
            if (file.Trace is not { } format || options.BinaryTrace)
            {
                directory.Write(file.Name, file.Content.Span, file.Time, options.Force);
                continue;
            }

            using var text = new ArrayPoolBufferWriter<byte>();
            int total = FtraceText.AlignTotal(file.Content.Length, file.NoticeLength, view.Reader);
            FtraceText.Write(file.Content.Span, total, new FtraceTextOptions(format, view.Reader, symbols, common.KaslrOffset ?? 0), text);
            directory.Write(file.Name, text.WrittenSpan, file.Time, options.Force);
        }
    }
}
