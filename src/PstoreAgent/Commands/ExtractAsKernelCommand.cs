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
using PstoreAgent.Sources.Block;

namespace PstoreAgent.Commands;

/// <summary>Writes exactly the files that pstorefs of one kernel shows.</summary>
internal sealed class ExtractAsKernelCommand(CommonOptions common, ExtractOptions options)
{
    public int Run()
    {
        IReadOnlyList<StoreInput> inputs = RecordInput.ReadStores(common, out _);
        if (inputs.Count > 1) Log.Warning($"there is a store of {inputs[1].Snapshot.Format.Backend} too: --backend names one of them");
        Snapshot snapshot = inputs[0].Snapshot;
        if (common.MemSize > snapshot.Bytes.Length)
            throw new AgentException(ExitCode.Data, $"{snapshot.Name}: has {snapshot.Bytes.Length} bytes, --mem-size says {common.MemSize}");

        KernelViewResult? view = inputs[0] is BlockInput store ? BlockKernelView.Of(store, common) : View((RegionInput)inputs[0]);
        var directory = new OutputDirectory(options.Directory);
        if (view == null) Log.Warning("no zone headers and not all sizes given: nothing to extract");
        if (view is not { Error: null })
        {
            directory.Create();
            if (view != null) throw new AgentException(ExitCode.Configuration, $"the kernel would refuse these sizes: {view.Error!.Message}");
            return ExitCode.Ok;
        }

        foreach (Diagnostic diagnostic in view.Diagnostics) Log.Debug($"{diagnostic.Code} {diagnostic.Zone}: {diagnostic.Message}");
        Write(directory, view);
        return ExitCode.Ok;
    }

    private KernelViewResult? View(RegionInput input)
    {
        KnownParameters known = input.All with { Kernel = common.Kernel ?? common.Reader };
        ProbeResult probe = LayoutProbe.Find(input.Snapshot.Bytes, known);
        return probe.Layout == null && !known.SizesComplete ? null : View(input, known, probe);
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
