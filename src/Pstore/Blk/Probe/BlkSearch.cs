namespace Pstore.Blk.Probe;

/// <summary>
/// Goes through the sizes that could have placed zones where headers were found, from the front of the store: where the
/// console begins settles pmsg's size, where the trace begins the console's, and so on. A ring that has gone round settles
/// its own.
/// </summary>
internal sealed class BlkSearch(BlkEvidence evidence, KnownBlkParameters known, long total)
{
    // Enough to pass stray headers of an earlier layout.
    private const int MostPlaces = 4;

    // Beginnings that are tried where traces end in the middle of a sector.
    private const int MostSteps = 8;

    private readonly BlkScorer _scorer = new(evidence.Searched);
    private readonly FtraceShares _shares = new(evidence, known);

    /// <summary>The best of them, or null where what is known allows none.</summary>
    public BlkCandidate? Best { get; private set; }

    public BlkCandidate? Run()
    {
        foreach (long pmsg in PmsgSizes())
        {
            foreach (long console in ConsoleSizes(pmsg))
            {
                foreach (FtraceSplit split in _shares.Find(pmsg + console, total))
                    TryDmesg(new BlkParameters(total, 0, pmsg, console, split.Size, split.Cpus));
            }
        }

        return Best;
    }

    private void TryDmesg(BlkParameters sizes)
    {
        long left = total - sizes.PmsgSize - sizes.ConsoleSize - sizes.FtraceSize;
        if (left < 0) return;
        foreach (long kmsg in KmsgSizes(new BlkCandidate(sizes).DmesgStart, left))
        {
            var candidate = new BlkCandidate(sizes with { KmsgSize = kmsg });
            _scorer.Score(candidate);
            if (Best == null || IsBetter(candidate, Best)) Best = candidate;
        }
    }

    /// <summary>The headers decide; where they leave it open, the defaults and what people choose.</summary>
    private static bool IsBetter(BlkCandidate one, BlkCandidate other) => one.Points != other.Points
        ? one.Points > other.Points
        : Likeliness(one.Parameters) > Likeliness(other.Parameters);

    private static int Likeliness(BlkParameters p)
    {
        int points = p.ConsoleSize == p.PmsgSize ? 1 : 0;
        foreach (long size in (ReadOnlySpan<long>)[p.KmsgSize, p.PmsgSize, p.ConsoleSize, p.FtraceSize])
            points += size == BlkSizes.Default ? 4 : size % BlkSizes.Alignment == 0 ? 2 : 0;
        return points;
    }

    private List<long> PmsgSizes()
    {
        if (known.PmsgSize is { } given) return [given];
        var sizes = new SizeList(total);
        foreach (BlkHit console in evidence.Consoles[..Math.Min(evidence.Consoles.Count, MostPlaces)]) sizes.Add(console.Offset);
        foreach (BlkHit? next in (BlkHit?[])[BlkEvidence.First(evidence.Traces, 0), BlkEvidence.First(evidence.Dumps, 0)])
        {
            if (next == null) continue;
            sizes.Add(next.Offset - (known.ConsoleSize ?? 0));
            sizes.Add(next.Offset / 2);
            if (evidence.Consoles.Count == 0 && next.Offset % BlkSizes.SectorSize != 0) AddAligned(sizes, evidence.Pmsg?.LeastSize ?? 0, next.Offset);
        }

        sizes.AddHolding(evidence.Pmsg);
        sizes.Add(BlkSizes.Default);
        if (evidence.Pmsg == null) sizes.Add(0);
        return sizes.Sizes;
    }

    private List<long> ConsoleSizes(long pmsg)
    {
        if (known.ConsoleSize is { } given) return [given];
        BlkHit? console = evidence.Consoles.Find(hit => hit.Offset == pmsg);
        var sizes = new SizeList(total - pmsg);
        if (BlkEvidence.First(evidence.Traces, pmsg + 1) is { } trace) sizes.Add(trace.Offset - pmsg);
        if (BlkEvidence.First(evidence.Dumps, pmsg + 1) is { } dump)
        {
            sizes.Add(dump.Offset - pmsg);
            if (dump.Offset % BlkSizes.SectorSize != 0) AddAligned(sizes, console?.LeastSize ?? 0, dump.Offset - pmsg);
            long ftrace = known.FtraceSize ?? BlkSizes.Default;
            sizes.Add((dump.Offset - pmsg - ftrace + BlkSizes.SectorSize - 1) / BlkSizes.SectorSize * BlkSizes.SectorSize);
        }

        sizes.AddHolding(console);
        sizes.Add(BlkSizes.Default);
        sizes.Add(pmsg);
        if (console == null) sizes.Add(0);
        return sizes.Sizes;
    }

    /// <summary>Traces end in the middle of a sector: they begin at any of those in front of it.</summary>
    private static void AddAligned(SizeList sizes, long least, long end)
    {
        foreach (long step in (ReadOnlySpan<long>)[BlkSizes.Alignment, BlkSizes.SectorSize])
        {
            long tried = 0;
            for (long size = (least + step - 1) / step * step; size < end && tried < MostSteps; size += step, tried++) sizes.Add(size);
        }
    }

    private List<long> KmsgSizes(long start, long left)
    {
        if (known.KmsgSize is { } given) return [given];
        const int mostDistances = 64;
        var sizes = new SizeList(left);
        BlkHit? before = null;
        int seen = 0;
        foreach (BlkHit dump in evidence.Dumps)
        {
            if (dump.Offset < start) continue;
            if (before != null) sizes.Add(dump.Offset - before.Offset);
            else if (dump.Offset > start) sizes.Add(dump.Offset - start);
            before ??= dump;
            if (dump.HasMagic && dump.HasSignature) before = dump;
            if (++seen == mostDistances) break;
        }

        sizes.Add(BlkSizes.Default);
        sizes.AddHolding(BlkEvidence.First(evidence.Dumps, start));
        if (sizes.Sizes.Count == 0) sizes.Add(left / BlkSizes.Alignment * BlkSizes.Alignment);
        if (sizes.Sizes is [] or [0]) sizes.Add(left / BlkSizes.SectorSize * BlkSizes.SectorSize);
        if (sizes.Sizes.Count == 0) sizes.Add(0);
        return sizes.Sizes;
    }
}
