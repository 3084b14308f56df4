namespace Pstore.Ram.Probe;

/// <summary>What the headers of ftrace zones say about their number and size.</summary>
internal sealed class TraceHits
{
    private readonly long _gap = long.MaxValue;

    public TraceHits(IReadOnlyList<HeaderHit> hits)
    {
        int previous = -1;
        foreach (HeaderHit hit in hits)
        {
            if (!hit.IsFtrace) continue;
            if (previous >= 0) _gap = Math.Min(_gap, hit.Offset - previous);
            previous = hit.Offset;
            Count++;
        }
    }

    /// <summary>How many headers there are.</summary>
    public int Count { get; }

    /// <summary>Those sizes of all ftrace zones together that the number and the distance of the headers allow.</summary>
    public long[] Sizes(long[] all)
    {
        if (Count == 0) return [0];
        if (_gap == long.MaxValue) return all;
        return all.Where(size => size / _gap >= 2 && size / _gap <= (2 * Count) + 2).ToArray();
    }

    /// <summary>Numbers of zones that split <paramref name="size"/> at just this distance.</summary>
    public List<int> CpuCounts(long size, LayoutRules rules, int? known)
    {
        var counts = new List<int>();
        if (_gap == long.MaxValue) return counts;
        for (long n = Math.Max(2, size / (_gap + 2)); n <= size / _gap && n <= 4096; n++)
        {
            if (rules.Share(size, n) == _gap && (known == null || known == n)) counts.Add((int)n);
        }

        return counts;
    }
}
