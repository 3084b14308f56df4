using Pstore.Ram;

namespace Pstore.Blk.Probe;

/// <summary>Counts how many headers stand where a layout wants them.</summary>
internal sealed class BlkScorer(IReadOnlyList<BlkHit> hits)
{
    // A header in its place; one in its place whose counters are too large for the zone, or that lacks a part; one in no place.
    private const int Right = 8, Damaged = 4, Stray = -4, Hole = -2;

    /// <summary>Scores a layout anew.</summary>
    public void Score(BlkCandidate candidate)
    {
        candidate.Explained = candidate.Unexplained = candidate.Points = 0;
        long lastDump = -1, lastTrace = -1;
        int dumps = 0, traces = 0;
        foreach (BlkHit hit in hits)
        {
            long index = IndexOf(candidate, hit, out long size);
            if (index < 0)
            {
                candidate.Unexplained++;
                candidate.Points += Stray;
                continue;
            }

            candidate.Explained++;
            bool isWhole = hit.HasSignature && hit.LeastSize <= size && !hit.IsLikeRamoops;
            candidate.Points += isWhole ? Right : Damaged;
            if (hit.Kind == ZoneKind.Dmesg)
            {
                dumps++;
                lastDump = Math.Max(lastDump, index);
            }
            else if (hit.Kind == ZoneKind.Ftrace)
            {
                traces++;
                lastTrace = Math.Max(lastTrace, index);
            }
        }

        long holes = lastDump + 1 - dumps + (lastTrace + 1 - traces);
        candidate.Holes = (int)Math.Clamp(holes, 0, Limits.MaxHeadersCompared);
        candidate.Points += Hole * candidate.Holes;
    }

    /// <summary>The number of the zone whose header a hit is, or −1.</summary>
    private static long IndexOf(BlkCandidate candidate, BlkHit hit, out long size)
    {
        BlkParameters p = candidate.Parameters;
        switch (hit.Kind)
        {
            case ZoneKind.Pmsg:
                size = p.PmsgSize;
                return size > 0 && hit.Offset == 0 ? 0 : -1;
            case ZoneKind.Console:
                size = p.ConsoleSize;
                return size > 0 && hit.Offset == p.PmsgSize ? 0 : -1;
            case ZoneKind.Ftrace:
                size = candidate.Share;
                return Index(hit.Offset, candidate.FtraceStart, size, size == 0 ? 0 : p.FtraceSize / size);
            default:
                size = p.KmsgSize;
                return Index(hit.Offset, candidate.DmesgStart, size, candidate.DmesgCount);
        }
    }

    private static long Index(long offset, long start, long size, long count)
    {
        long from = offset - start;
        return size == 0 || from < 0 || from % size != 0 || from / size >= count ? -1 : from / size;
    }
}
