namespace Pstore.Ram.Probe;

/// <summary>
/// Goes through the parameters that could have placed zones where headers were found.
/// The distance of dmesg zones (the stride) settles record_size: it is the largest power of two not above the stride.
/// The other sizes are powers of two or 0; few combinations leave just the memory that gives that stride.
/// </summary>
internal sealed class LayoutSearch(CandidateScorer scorer, KnownParameters known, IReadOnlyList<HeaderHit> hits)
{
    private const int MaxStrides = 8;
    private const int SmallestZone = 256;

    // Layouts that differ from the best by no more than one lost header are worth a doubt.
    private const int Margin = 8;

    private readonly TraceHits _traces = new(hits);
    private readonly List<LayoutCandidate> _best = [];
    private int _bestScore = int.MinValue / 2;

    /// <summary>The best candidates for a region of this size, best first, and those that are nearly as good.</summary>
    public IReadOnlyList<LayoutCandidate> Run(long memSize)
    {
        long[] strides = Strides(memSize);
        KernelVersion[] eras = LayoutEras.ToTry(known.Kernel);
        foreach (KernelVersion era in eras) Search(memSize, era, IsRepeated(era, eras), strides);
        if (known.RecordSize is null or 0)
            foreach (KernelVersion era in eras) SearchWithoutDmesg(memSize, era);
        return _best.Where(candidate => candidate.Score >= _bestScore - Margin).OrderByDescending(candidate => candidate.Score).ToList();
    }

    private void Search(long memSize, KernelVersion era, bool onlyWithTrace, long[] strides)
    {
        LayoutRules rules = LayoutRules.For(era);
        foreach ((long console, long trace, long pmsg) in Combinations(memSize, rules))
        {
            if (onlyWithTrace && trace == 0) continue;
            long left = memSize - console - trace - pmsg;
            foreach (long stride in strides)
            {
                long record = known.RecordSize is { } given ? PowerOfTwo.RoundDown(given) : PowerOfTwo.RoundDown(stride);
                if (record == 0 || record > stride || record > left) continue;
                long count = left / record;
                long size = rules.Stretched ? rules.Share(left, count) : record;
                if (size == stride) Try(new RamoopsParameters(memSize, record, console, trace, pmsg), era, rules, stride, count);
            }
        }
    }

    /// <summary>Regions of console, pmsg and ftrace alone; not worth trying where there are many more headers than those could have.</summary>
    private void SearchWithoutDmesg(long memSize, KernelVersion era)
    {
        int most = 2 + _traces.Count;
        if (scorer.BestPossible(most) < _bestScore - Margin) return;
        LayoutRules rules = LayoutRules.For(era);
        foreach ((long console, long trace, long pmsg) in Combinations(memSize, rules))
            Try(new RamoopsParameters(memSize, 0, console, trace, pmsg), era, rules, 0, 0);
    }

    private IEnumerable<(long Console, long Trace, long Pmsg)> Combinations(long memSize, LayoutRules rules)
    {
        long[] none = [0], any = AllSizes(memSize);
        long[] consoles = !rules.ConsoleAndFtrace ? none : known.ConsoleSize is { } console ? [PowerOfTwo.RoundDown(console)] : any;
        long[] traces = !rules.ConsoleAndFtrace ? none : known.FtraceSize is { } trace ? [PowerOfTwo.RoundDown(trace)] : _traces.Sizes(any);
        long[] messages = !rules.Pmsg ? none : known.PmsgSize is { } pmsg ? [PowerOfTwo.RoundDown(pmsg)] : any;
        foreach (long c in consoles)
        {
            foreach (long t in traces)
            {
                foreach (long p in messages)
                    if (c + t + p <= memSize) yield return (c, t, p);
            }
        }
    }

    private void Try(RamoopsParameters sizes, KernelVersion era, LayoutRules rules, long stride, long count)
    {
        foreach (int cpus in CpuCounts(sizes.FtraceSize, rules))
        {
            RamoopsParameters p = sizes with { Flags = cpus > 0 ? 1u : 0u, Cpus = Math.Max(cpus, 1) };
            LayoutCandidate candidate = scorer.Score(p, era, stride, count, rules);
            if (candidate.Matched == 0 || candidate.Score < _bestScore - Margin) continue;
            if (candidate.Score > _bestScore + Margin) _best.Clear();
            bool better = candidate.Score > _bestScore;
            if (better) _bestScore = candidate.Score;
            if (better || _best.Count < Limits.MaxLayoutCandidates) _best.Add(candidate);
        }
    }

    /// <summary>Numbers of per-CPU ftrace zones to try; 0 stands for one undivided zone.</summary>
    private List<int> CpuCounts(long traceSize, LayoutRules rules)
    {
        if (known.Flags is { } flags && (flags & 1) == 0) return [0];
        if (known.Flags != null && known.Cpus is { } cpus) return [cpus];
        if (traceSize == 0 || !rules.Stretched) return [known.Flags != null ? 1 : 0];
        List<int> counts = _traces.CpuCounts(traceSize, rules, known.Cpus);
        counts.Insert(0, known.Flags != null ? 1 : 0);
        return counts;
    }

    /// <summary>Distances between neighbouring headers that many headers support.</summary>
    private long[] Strides(long memSize)
    {
        if (known.RecordSize == 0) return [];
        var strides = new HashSet<long> { memSize };
        int previous = 0;
        foreach (HeaderHit hit in hits)
        {
            if (hit.Offset >= SmallestZone && hit.Offset < memSize) strides.Add(hit.Offset);
            if (hit.Offset - previous >= SmallestZone) strides.Add(hit.Offset - previous);
            previous = hit.Offset;
            if (strides.Count > 256) break;
        }

        long[] ranked = strides.OrderByDescending(scorer.Support).Take(MaxStrides).ToArray();
        int most = scorer.Support(ranked[0]);
        return ranked.Where(stride => scorer.Support(stride) * 2 >= most).ToArray();
    }

    /// <summary>Without a trace the order of the last zones doesn't matter: whether an earlier era has the same rounding.</summary>
    private static bool IsRepeated(KernelVersion era, KernelVersion[] eras)
    {
        LayoutRules rules = LayoutRules.For(era);
        foreach (KernelVersion earlier in eras)
        {
            if (earlier == era) return false;
            LayoutRules other = LayoutRules.For(earlier);
            if (other.Stretched == rules.Stretched && other.EvenSizes == rules.EvenSizes && other.Pmsg == rules.Pmsg) return true;
        }

        return false;
    }

    private static long[] AllSizes(long memSize)
    {
        var sizes = new List<long> { 0 };
        for (long size = SmallestZone; size <= memSize; size *= 2) sizes.Add(size);
        return [.. sizes];
    }
}
