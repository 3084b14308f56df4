using System.Numerics;

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

    private readonly List<LayoutCandidate> _best = [];
    private int _bestScore = int.MinValue / 2;

    /// <summary>The best candidates for a region of this size, best first, and those that are nearly as good.</summary>
    public IReadOnlyList<LayoutCandidate> Run(long memSize)
    {
        List<long> strides = Strides(memSize);
        foreach (KernelVersion era in LayoutEras.ToTry(known.Kernel)) Search(memSize, era, strides);
        return _best.Where(candidate => candidate.Score >= _bestScore - Margin).OrderByDescending(candidate => candidate.Score).ToList();
    }

    private void Search(long memSize, KernelVersion era, List<long> strides)
    {
        LayoutRules rules = LayoutRules.For(era);
        long[] consoles = rules.ConsoleAndFtrace ? Sizes(known.ConsoleSize, memSize) : [0];
        long[] traces = rules.ConsoleAndFtrace ? TraceSizes(memSize) : [0];
        long[] messages = rules.Pmsg ? Sizes(known.PmsgSize, memSize) : [0];
        foreach (long console in consoles)
        {
            foreach (long trace in traces)
            {
                foreach (long pmsg in messages)
                {
                    long left = memSize - console - trace - pmsg;
                    if (left < 0) continue;
                    var sizes = new RamoopsParameters(memSize, 0, console, trace, pmsg);
                    if (known.RecordSize is null or 0) Try(sizes, era, rules, 0, 0);
                    foreach (long stride in strides) TryStride(sizes, era, rules, left, stride);
                }
            }
        }
    }

    private void TryStride(RamoopsParameters sizes, KernelVersion era, LayoutRules rules, long left, long stride)
    {
        long record = known.RecordSize is { } given ? RoundDown(given) : RoundDown(stride);
        if (record == 0 || record > stride) return;
        long count = left / record;
        if (count == 0) return;
        long size = rules.Stretched ? left / count : record;
        if (rules.Stretched && rules.EvenSizes) size &= ~1L;
        if (size == stride) Try(sizes with { RecordSize = record }, era, rules, stride, count);
    }

    private void Try(RamoopsParameters sizes, KernelVersion era, LayoutRules rules, long stride, long count)
    {
        foreach (int cpus in CpuCounts(sizes, rules))
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
    private List<int> CpuCounts(RamoopsParameters sizes, LayoutRules rules)
    {
        if (known.Flags is { } flags && (flags & 1) == 0) return [0];
        if (known.Flags != null && known.Cpus is { } cpus) return [cpus];
        if (sizes.FtraceSize == 0 || !rules.Stretched) return known.Flags != null ? [1] : [0];
        var counts = new List<int>();
        if (known.Flags == null) counts.Add(0);
        long gap = SmallestGap(TraceOffsets());
        if (gap == long.MaxValue) return known.Flags != null ? [1] : counts;
        for (long n = Math.Max(2, sizes.FtraceSize / (gap + 2)); n <= sizes.FtraceSize / gap && n <= 4096; n++)
        {
            long size = sizes.FtraceSize / n;
            if (rules.EvenSizes) size &= ~1L;
            if (size == gap && (known.Cpus == null || known.Cpus == n)) counts.Add((int)n);
        }

        return counts;
    }

    /// <summary>Distances between neighbouring headers that many headers support.</summary>
    private List<long> Strides(long memSize)
    {
        if (known.RecordSize == 0) return [];
        var strides = new SortedSet<long>();
        int previous = 0;
        foreach (HeaderHit hit in hits)
        {
            if (hit.Offset > 0 && hit.Offset < memSize) strides.Add(hit.Offset);
            if (hit.Offset > previous) strides.Add(hit.Offset - previous);
            previous = hit.Offset;
            if (strides.Count > 256) break;
        }

        strides.Add(memSize);
        strides.RemoveWhere(stride => stride < SmallestZone);
        List<(long Stride, int Support)> ranked = strides
            .Select(stride => (stride, scorer.Support(stride)))
            .OrderByDescending(pair => pair.Item2)
            .Take(MaxStrides)
            .ToList();
        return ranked.Where(pair => pair.Support * 2 >= ranked[0].Support).Select(pair => pair.Stride).ToList();
    }

    /// <summary>Sizes of all ftrace zones together: those that the number and the distance of their headers allow.</summary>
    private long[] TraceSizes(long memSize)
    {
        if (known.FtraceSize != null) return Sizes(known.FtraceSize, memSize);
        int[] offsets = TraceOffsets();
        if (offsets.Length == 0) return [0];
        long gap = SmallestGap(offsets);
        if (gap == long.MaxValue) return Sizes(null, memSize);
        return Sizes(null, memSize).Where(size => size / gap >= 2 && size / gap <= (2 * offsets.Length) + 2).ToArray();
    }

    private int[] TraceOffsets() => hits.Where(hit => hit.IsFtrace).Select(hit => hit.Offset).ToArray();

    private static long SmallestGap(int[] offsets)
    {
        long gap = long.MaxValue;
        for (int i = 1; i < offsets.Length; i++) gap = Math.Min(gap, offsets[i] - offsets[i - 1]);
        return gap;
    }

    private static long[] Sizes(long? given, long memSize)
    {
        if (given is { } value) return [RoundDown(value)];
        var sizes = new List<long> { 0 };
        for (long size = SmallestZone; size <= memSize; size *= 2) sizes.Add(size);
        return [.. sizes];
    }

    private static long RoundDown(long size) => size <= 0 ? 0 : 1L << BitOperations.Log2((ulong)size);
}
