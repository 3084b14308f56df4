using Pstore.Ecc;
using Pstore.Ram;
using Pstore.Ram.Probe;

namespace Pstore.Recovery;

/// <summary>
/// The fuller view of a region: all that the kernel shows, without its mistakes, and what it throws away, each marked with how it was found.
/// No content makes it throw.
/// </summary>
public static class RegionRecovery
{
    /// <summary>Reads a region. The bytes are not copied, but for what ECC corrects and what has to be unrolled or unpacked.</summary>
    public static RecoveredRegion Recover(ReadOnlyMemory<byte> bytes, RecoveryOptions options)
    {
        Diagnostic? settling = null;
        KnownParameters known = options.Known;
        if (options.Expected is { } expected) known = new ExpectationCheck(bytes, known, expected).Settle(out settling);
        if (known.MemSize is { } memSize && memSize < bytes.Length) bytes = bytes[..(int)Math.Max(memSize, 0)];
        ProbeResult probe = LayoutProbe.Find(bytes, known);
        if (known.MemSize > bytes.Length && probe.Unexplained > probe.Matched) probe = WithSizeOfImage(bytes, probe, known);
        if (probe.Layout == null && known.SizesComplete) probe = WithoutHeaders(probe, known, bytes.Length);
        probe = Shifted(bytes.Span, probe, known);
        if (settling != null) probe = probe with { Diagnostics = [settling, .. probe.Diagnostics] };
        if (probe.Layout == null) return Scavenge(bytes, probe);

        KernelFinding kernel = KernelFinder.Find(bytes[probe.Base..], probe, known);
        if (known.Kernel == null && probe.FtraceKernel == null && kernel.Certainty == Certainty.Found && !IsSettled(probe, kernel))
        {
            // With the kernel known, its own rules decide what the headers leave open.
            ProbeResult again = LayoutProbe.Find(bytes, known with { Kernel = kernel.Version });
            if (again.Layout != null) probe = again;
        }

        return Read(bytes[probe.Base..], probe, kernel, options);
    }

    private static bool IsSettled(ProbeResult probe, KernelFinding kernel) =>
        !probe.Certainties.Values.Contains(Certainty.Guessed) && LayoutEras.Fits(probe.Layout!, kernel.Version);

    private static RecoveredRegion Read(ReadOnlyMemory<byte> region, ProbeResult probe, KernelFinding kernel, RecoveryOptions options)
    {
        RamoopsLayout layout = probe.Layout!;
        ReedSolomonRules rules = ReedSolomonRulesOf.Kernel(kernel.Version);
        List<AttachedZone> zones = layout.Zones
            .Select(zone => AttachedZone.Attach(region, zone, ZoneHeader.ExpectedSignature(zone.Kind, kernel.Version), probe.BigEndian, rules, anyKernel: true))
            .ToList();

        int wordSize = options.WordSize ?? TraceRecovery.WordSize(zones, probe.BigEndian, kernel.Version) ?? 8;
        var writer = new WriterFormat(probe.BigEndian, wordSize);
        var diagnostics = new List<Diagnostic>(probe.Diagnostics);
        if (kernel.Certainty == Certainty.Guessed)
            diagnostics.Add(new Diagnostic(DiagnosticId.KernelAssumed, Severity.Note, $"nothing names the kernel that wrote this; read as {kernel.Version}; name it with --kernel if you know it"));
        NoteContradiction(probe, kernel, diagnostics);

        var collector = new RecordCollector(diagnostics);
        List<RecoveredRecord> records = new ZoneRecovery(zones, layout.Format, new LineDumps(collector), kernel.Version, writer, collector).Run();
        return new RecoveredRegion(probe.Base, layout, probe.Certainties, writer, kernel, zones, records, diagnostics);
    }

    private static void NoteContradiction(ProbeResult probe, KernelFinding kernel, List<Diagnostic> diagnostics)
    {
        if (kernel.Certainty == Certainty.Guessed || LayoutEras.Fits(probe.Layout!, kernel.Version)) return;
        diagnostics.Add(new Diagnostic(DiagnosticId.LayoutContradictsVersion, Severity.Warning,
            $"the zone headers lie where other kernels than {kernel.Version} put them; the headers were followed"));
    }

    /// <summary>A size beyond the image that leaves most headers unexplained gives way to one that doesn't.</summary>
    private static ProbeResult WithSizeOfImage(ReadOnlyMemory<byte> bytes, ProbeResult probe, KnownParameters known)
    {
        ProbeResult other = LayoutProbe.Find(bytes, known with { MemSize = null });
        if (other.Layout == null || other.Matched <= probe.Matched) return probe;
        var note = new Diagnostic(DiagnosticId.LayoutGuessed, Severity.Warning,
            $"the image has 0x{bytes.Length:x} bytes, mem_size 0x{known.MemSize:x} was given, and the headers fit only 0x{other.Layout.Parameters.MemSize:x}: that was taken");
        return other with { Diagnostics = [note, .. other.Diagnostics] };
    }

    /// <summary>All sizes are known and no header is left: the layout is computed.</summary>
    private static ProbeResult WithoutHeaders(ProbeResult probe, KnownParameters known, int length)
    {
        var parameters = new RamoopsParameters(
            known.MemSize ?? length, known.RecordSize ?? 0, known.ConsoleSize ?? 0, known.FtraceSize ?? 0, known.PmsgSize ?? 0,
            known.EccSize ?? 0, known.Flags ?? 0, known.Cpus ?? 1);
        LayoutResult result = RamoopsLayout.Compute(parameters, known.Kernel ?? known.Running ?? KernelVersion.NewestKnown);
        List<Diagnostic> diagnostics = [.. probe.Diagnostics];
        if (result.Error != null) diagnostics.Add(result.Error);
        return probe with { Layout = result.Layout, Diagnostics = diagnostics };
    }

    /// <summary>With all sizes and an old kernel given, its shifted placement of zones is tried before the search, which doesn't know it.</summary>
    private static ProbeResult Shifted(ReadOnlySpan<byte> bytes, ProbeResult probe, KnownParameters known)
    {
        if (!known.SizesComplete || known.Kernel is not { } kernel || KernelChanges.UnalignedZonesInPlace.In(kernel)) return probe;
        ProbeResult computed = WithoutHeaders(probe with { Diagnostics = [] }, known, bytes.Length);
        if (computed.Layout is not { } layout) return probe;
        RamoopsLayout shifted = ZoneShift.Apply(bytes, layout, kernel, probe.BigEndian);
        return ReferenceEquals(shifted, layout) ? probe : computed with { Base = 0, Layout = shifted, FtraceKernel = null };
    }

    private static RecoveredRegion Scavenge(ReadOnlyMemory<byte> bytes, ProbeResult probe)
    {
        var diagnostics = new List<Diagnostic>(probe.Diagnostics);
        if (probe.Unexplained > 0)
            diagnostics.Add(new Diagnostic(DiagnosticId.SizesContradicted, Severity.Warning, $"{probe.Unexplained} zone headers are there, where no layout with the sizes or the kernel given has them: leave those out, or correct them"));
        var finds = new StaleData(bytes, 0, "region", RecordOrigin.HeaderLost, bytes.Length, new UnpackBudget());
        List<RecoveredRecord> records = finds.Find(ZoneKind.Dmesg, id: 0);
        if (records.Count > 0)
            diagnostics.Add(new Diagnostic(DiagnosticId.LayoutUnknown, Severity.Warning, "no zone headers: what looks like records was read without them; name the sizes as options if you know them"));
        return RecoveredRegion.Nothing with { Certainties = probe.Certainties, Writer = new WriterFormat(probe.BigEndian, 8), Records = records, Diagnostics = diagnostics };
    }
}
