using Pstore.Ecc;

namespace Pstore.Ram.Probe;

/// <summary>Chooses among equally good candidates and says which parameters they agree on.</summary>
internal readonly ref struct ProbeJudgement(
    ReadOnlySpan<byte> bytes,
    int start,
    KnownParameters known,
    List<HeaderHit> hits,
    IReadOnlyList<LayoutCandidate> best,
    bool bigEndian,
    int headerCount)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public ProbeResult Result()
    {
        var diagnostics = new List<Diagnostic>();
        LayoutCandidate chosen = Choose();
        RamoopsLayout? layout = Compute(chosen, 0);
        if (layout == null) return new ProbeResult(start, null, bigEndian, new Dictionary<string, Certainty>(), null, 0, headerCount, diagnostics);

        int ecc = known.EccSize ?? LayoutProbe.FindEcc(_bytes, layout);
        if (ecc != 0 && Compute(chosen, ecc) is { } withEcc) layout = withEcc;
        KernelVersion? ftraceKernel = FtraceKernel(layout);
        Dictionary<string, Certainty> certainties = Certainties(layout);
        NoteGuesses(certainties, diagnostics);
        int unexplained = headerCount - chosen.Matched;
        if (unexplained > 0)
            diagnostics.Add(new Diagnostic(DiagnosticId.UnexplainedHeaders, Severity.Warning, $"{unexplained} zone headers are not explained by this layout"));
        return new ProbeResult(start, layout, bigEndian, certainties, ftraceKernel, chosen.Matched, unexplained, diagnostics);
    }

    /// <summary>Rules that agree with the version in the ftrace signature win, then the fewest odd features, then the newest kernel.</summary>
    private LayoutCandidate Choose()
    {
        KernelVersion? writer = known.Kernel ?? hits.FirstOrDefault(hit => hit.IsFtrace)?.Kernel ?? known.Running;
        LayoutRules? wanted = writer is { } version ? LayoutRules.For(version) : null;
        int topScore = best[0].Score;
        return best
            .Where(candidate => candidate.Score == topScore)
            .OrderBy(candidate => wanted != null && LayoutRules.For(candidate.Kernel) != wanted)
            .ThenByDescending(Completeness)
            .ThenBy(candidate => candidate.Parameters.FtracePerCpu)
            .ThenByDescending(candidate => candidate.Parameters.ConsoleSize + candidate.Parameters.PmsgSize + candidate.Parameters.FtraceSize)
            .First();
    }

    /// <summary>A region with dmesg, console and pmsg zones is likelier than one without.</summary>
    private static int Completeness(LayoutCandidate candidate)
    {
        RamoopsParameters p = candidate.Parameters;
        return (p.RecordSize > 0 ? 4 : 0) + (p.ConsoleSize > 0 ? 2 : 0) + (p.PmsgSize > 0 ? 1 : 0);
    }

    private static RamoopsLayout? Compute(LayoutCandidate candidate, int ecc) =>
        RamoopsLayout.Compute(candidate.Parameters with { EccSize = ecc }, candidate.Kernel).Layout;

    private KernelVersion? FtraceKernel(RamoopsLayout layout)
    {
        Span<byte> header = stackalloc byte[Limits.ZoneHeaderSize];
        foreach (Zone zone in layout.Of(ZoneKind.Ftrace))
        {
            if (zone.End > _bytes.Length) continue;
            ZoneEcc.RepairHeader(_bytes.Slice(zone.Offset, zone.Size), zone.Ecc, ReedSolomonRules.Strict, header);
            if (ZoneHeader.Read(header, bigEndian).TraceKernel is { } version) return version;
        }

        return null;
    }

    private Dictionary<string, Certainty> Certainties(RamoopsLayout layout)
    {
        RamoopsParameters p = layout.Parameters;
        bool traced = p.FtraceSize > 0;
        bool perCpuSeen = layout.Of(ZoneKind.Ftrace).Skip(1).Any();
        return new Dictionary<string, Certainty>
        {
            ["mem_size"] = Of(known.MemSize != null, x => x.MemSize == p.MemSize),
            ["record_size"] = Of(known.RecordSize != null, x => x.RecordSize == p.RecordSize),
            ["console_size"] = Of(known.ConsoleSize != null, x => x.ConsoleSize == p.ConsoleSize),
            ["ftrace_size"] = Of(known.FtraceSize != null, x => x.FtraceSize == p.FtraceSize),
            ["pmsg_size"] = Of(known.PmsgSize != null, x => x.PmsgSize == p.PmsgSize),
            ["ecc"] = known.EccSize != null ? Certainty.Given : p.EccSize == 0 || p.EccSize >= 4 ? Certainty.Found : Certainty.Guessed,
            ["flags"] = known.Flags != null ? Certainty.Given : perCpuSeen || !traced ? Certainty.Found : Certainty.Guessed,
            ["cpus"] = known.Cpus != null ? Certainty.Given : perCpuSeen || !traced ? Certainty.Found : Certainty.Guessed,
        };
    }

    private Certainty Of(bool given, Func<RamoopsParameters, bool> agrees)
    {
        if (given) return Certainty.Given;
        foreach (LayoutCandidate candidate in best)
            if (!agrees(candidate.Parameters)) return Certainty.Guessed;
        return best.Count >= Limits.MaxLayoutCandidates ? Certainty.Guessed : Certainty.Found;
    }

    private static void NoteGuesses(Dictionary<string, Certainty> certainties, List<Diagnostic> diagnostics)
    {
        List<string> guessed = [];
        foreach ((string name, Certainty certainty) in certainties)
            if (certainty == Certainty.Guessed && name is not ("flags" or "cpus")) guessed.Add(name);
        if (guessed.Count > 0)
            diagnostics.Add(new Diagnostic(DiagnosticId.LayoutGuessed, Severity.Warning, $"the headers leave open: {string.Join(", ", guessed)}; name them as options if you know them"));
    }
}
