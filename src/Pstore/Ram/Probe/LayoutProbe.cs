using Pstore.Ecc;

namespace Pstore.Ram.Probe;

/// <summary>
/// Finds a region's parameters from its bytes alone: a driver that ever bound has written a header to each zone,
/// so the distances of the headers give the sizes, the ftrace signature the kernel, and the header parity the ECC size.
/// </summary>
public static class LayoutProbe
{
    /// <summary>Looks for the layout of <paramref name="bytes"/>; what is known beforehand is taken as it is.</summary>
    public static ProbeResult Find(ReadOnlyMemory<byte> bytes, KnownParameters known)
    {
        (List<HeaderHit> hits, bool bigEndian) = FindHeaders(bytes.Span, known.BigEndian);
        if (hits.Count == 0) return Nothing(bigEndian);

        int start = 0;
        IReadOnlyList<LayoutCandidate> best = Search(bytes, bigEndian, known, hits, out CandidateScorer scorer);
        if (hits[0].Offset > 0 && (best.Count == 0 || best[0].Matched * 2 < hits.Count))
        {
            // The region may begin in the middle of the bytes: at the first header.
            int first = hits[0].Offset;
            List<HeaderHit> moved = hits.Select(hit => hit with { Offset = hit.Offset - first }).ToList();
            IReadOnlyList<LayoutCandidate> other = Search(bytes[first..], bigEndian, known, moved, out CandidateScorer otherScorer);
            if (other.Count > 0 && (best.Count == 0 || other[0].Score > best[0].Score))
                (start, hits, best, scorer) = (first, moved, other, otherScorer);
        }

        return best.Count == 0
            ? Nothing(bigEndian) with { Unexplained = hits.Count }
            : new ProbeJudgement(bytes.Span[start..], start, known, hits, best, bigEndian, scorer.HeaderCount).Result();
    }

    private static ProbeResult Nothing(bool bigEndian) =>
        new(0, null, bigEndian, new Dictionary<string, Certainty>(), null, 0, 0, []);

    private static (List<HeaderHit> Hits, bool BigEndian) FindHeaders(ReadOnlySpan<byte> bytes, bool? bigEndian)
    {
        if (bigEndian is { } settled) return (HeaderScan.Find(bytes, settled), settled);
        const int enough = 4;
        List<HeaderHit> little = HeaderScan.Find(bytes, bigEndian: false);
        if (little.Count >= enough) return (little, false);
        List<HeaderHit> big = HeaderScan.Find(bytes, bigEndian: true);
        return big.Count > little.Count ? (big, true) : (little, false);
    }

    private static IReadOnlyList<LayoutCandidate> Search(
        ReadOnlyMemory<byte> bytes, bool bigEndian, KnownParameters known, List<HeaderHit> hits, out CandidateScorer scorer)
    {
        scorer = new CandidateScorer(bytes, bigEndian, hits);
        long given = known.MemSize ?? bytes.Length;
        IReadOnlyList<LayoutCandidate> best = new LayoutSearch(scorer, known, hits).Run(given);
        if (known.MemSize != null || hits.Count > Limits.MaxHeadersCompared || ExplainsAll(best, hits.Count)) return best;

        // The bytes may go on behind the region: try the sizes that people choose.
        foreach (long memSize in SmallerSizes(hits[^1].Offset + Limits.ZoneHeaderSize, bytes.Length))
        {
            IReadOnlyList<LayoutCandidate> smaller = new LayoutSearch(scorer, known, hits).Run(memSize);
            if (smaller.Count > 0 && (best.Count == 0 || smaller[0].Matched > best[0].Matched)) best = smaller;
            if (ExplainsAll(best, hits.Count)) break;
        }

        // Or they end before the region does, as a copy that was cut: the zones behind the end are missed.
        foreach (long memSize in LargerSizes(bytes.Length))
        {
            if (ExplainsAll(best, hits.Count)) break;
            IReadOnlyList<LayoutCandidate> larger = new LayoutSearch(scorer, known, hits).Run(memSize);
            if (larger.Count > 0 && larger[0].Matched >= LeastCut && (best.Count == 0 || larger[0].Matched > best[0].Matched)) best = larger;
        }

        return best;
    }

    // Fewer headers than this fit some larger size by chance.
    private const int LeastCut = 3;

    /// <summary>The powers of two above a length; a region is hardly cut to less than an eighth.</summary>
    private static IEnumerable<long> LargerSizes(long length)
    {
        long size = 4096;
        while (size <= length) size *= 2;
        for (int tried = 0; tried < 3; tried++, size *= 2) yield return size;
    }

    private static bool ExplainsAll(IReadOnlyList<LayoutCandidate> best, int headers) =>
        best.Count > 0 && best[0].Matched == headers;

    /// <summary>Powers of two, then multiples of 64 KiB, then of 4 KiB, that hold the last header.</summary>
    private static IEnumerable<long> SmallerSizes(long least, long most)
    {
        for (long size = 4096; size < most; size *= 2)
            if (size >= least) yield return size;
        foreach (long step in (long[])[65536, 4096])
        {
            int tried = 0;
            for (long size = (least + step - 1) / step * step; size < most && tried < 64; size += step, tried++)
                yield return size;
        }
    }

    internal static int FindEcc(ReadOnlySpan<byte> bytes, RamoopsLayout layout)
    {
        var zones = new List<(int Offset, int Size)>();
        foreach (Zone zone in layout.Zones)
        {
            if (zone.End > bytes.Length) break;
            zones.Add((zone.Offset, zone.Size));
            if (zones.Count == Limits.MaxZonesForEccProbe) break;
        }

        return EccProbe.Find(zones, bytes);
    }
}
