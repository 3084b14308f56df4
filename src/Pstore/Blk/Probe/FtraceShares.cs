namespace Pstore.Blk.Probe;

/// <summary>Sizes and numbers of ftrace zones that the headers allow: each CPU has one, all of one size, one behind the other.</summary>
internal sealed class FtraceShares(BlkEvidence evidence, KnownBlkParameters known)
{
    private const int MostCpus = 1024, MostChoices = 24;

    /// <summary>ftrace_size and nr_cpu_ids for ftrace zones that begin at <paramref name="start"/>.</summary>
    public List<FtraceSplit> Find(long start, long total)
    {
        var found = new List<FtraceSplit>();
        long next = BlkEvidence.First(evidence.Dumps, start)?.Offset ?? -1;
        if (known.FtraceSize is { } size) AddSplits(found, size, start, next);
        else AddSizes(found, start, next, total);
        return found;
    }

    /// <summary>The size is known: numbers of CPUs that end where the dumps begin, or that put zones where traces are.</summary>
    private void AddSplits(List<FtraceSplit> found, long size, long start, long next)
    {
        if (known.Cpus is { } given || size == 0)
        {
            found.Add(new FtraceSplit(size, known.Cpus ?? 1));
            return;
        }

        BlkHit? last = evidence.Traces.FindLast(hit => hit.Offset >= start && (next < 0 || hit.Offset < next));
        for (int cpus = 1; cpus <= MostCpus && found.Count < MostChoices; cpus++)
        {
            long share = size / cpus;
            if (share <= Limits.ZoneHeaderSize) break;
            bool endsRight = next < 0 || start + (size / share * share) == next;
            bool isTraced = last == null || (last.Offset - start) % share == 0;
            if (endsRight && isTraced && (last != null || found.Count == 0)) found.Add(new FtraceSplit(size, cpus));
        }

        if (found.Count == 0) found.Add(new FtraceSplit(size, 1));
    }

    private void AddSizes(List<FtraceSplit> found, long start, long next, long total)
    {
        long span = next < 0 ? -1 : next - start;
        foreach (long share in Shares(start, next)) AddShare(found, share, span, start);
        if (span >= 0 && known.Cpus is { } cpus) AddSpan(found, span, cpus);
        for (int guess = 1; span >= 0 && guess <= 64 && known.Cpus == null && found.Count == 0; guess++) AddSpan(found, span, guess);
        if (span <= 0) Add(found, 0, known.Cpus ?? 1);
        if (span < 0 && start + BlkSizes.Default <= total) Add(found, BlkSizes.Default, known.Cpus ?? 1);
    }

    /// <summary>What one zone may have: the least distance of two headers, and what a ring says that has gone round.</summary>
    private List<long> Shares(long start, long next)
    {
        var shares = new List<long>();
        BlkHit? before = null;
        long gap = long.MaxValue, full = 0, least = 0;
        foreach (BlkHit hit in evidence.Traces)
        {
            if (hit.Offset < start || (next >= 0 && hit.Offset >= next)) continue;
            if (hit.IsWrapped) full = hit.LeastSize;
            least = Math.Max(least, hit.LeastSize);
            if (before != null && hit.Offset - before.Offset > Limits.ZoneHeaderSize) gap = Math.Min(gap, hit.Offset - before.Offset);
            before = hit;
        }

        if (full > Limits.ZoneHeaderSize) shares.Add(full);
        if (gap != long.MaxValue && gap != full) shares.Add(gap);
        if (before != null && before.Offset > start && !shares.Contains(before.Offset - start)) shares.Add(before.Offset - start);
        if (before != null && shares.Count == 0 && next > start) shares.Add(next - start);
        if (before == null || shares.Count > 0) return shares;

        // The first CPU alone, and nothing behind: the default, or what its trace fits in.
        shares.Add(BlkSizes.Default);
        if (least < BlkSizes.Default) shares.Add((least + BlkSizes.Alignment - 1) / BlkSizes.Alignment * BlkSizes.Alignment);
        return shares;
    }

    private void AddShare(List<FtraceSplit> found, long share, long span, long start)
    {
        long last = start;
        foreach (BlkHit hit in evidence.Traces)
            if (hit.Offset >= start && (span < 0 || hit.Offset < start + span)) last = hit.Offset;
        long cpus = known.Cpus ?? (span >= 0 ? span / share : ((last - start) / share) + 1);
        if (cpus is < 1 or > MostCpus || (span >= 0 && span % share != 0)) return;

        // What the division lost is less than a byte for each CPU.
        foreach (long alignment in (ReadOnlySpan<long>)[BlkSizes.Alignment, BlkSizes.SectorSize])
        {
            long size = ((cpus * share) + alignment - 1) / alignment * alignment;
            if (size / cpus != share) continue;
            Add(found, size, (int)cpus);
            return;
        }
    }

    /// <summary>Nothing was traced, or one CPU alone: the room in front of the dumps, split for so many CPUs.</summary>
    private static void AddSpan(List<FtraceSplit> found, long span, int cpus)
    {
        foreach (long alignment in (ReadOnlySpan<long>)[BlkSizes.Alignment, BlkSizes.SectorSize])
        {
            long size = (span + alignment - 1) / alignment * alignment, share = cpus <= 0 ? 0 : size / cpus;
            if (share <= Limits.ZoneHeaderSize || size / share * share != span) continue;
            Add(found, size, cpus);
            return;
        }
    }

    private static void Add(List<FtraceSplit> found, long size, int cpus)
    {
        if (found.Count < MostChoices && !found.Contains(new FtraceSplit(size, cpus))) found.Add(new FtraceSplit(size, cpus));
    }
}
