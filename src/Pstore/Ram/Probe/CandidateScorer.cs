using System.Numerics;

namespace Pstore.Ram.Probe;

/// <summary>Counts how many headers stand where a layout wants them.</summary>
internal sealed class CandidateScorer
{
    // A header in its place; one that is damaged but still told for one; none.
    private const int Right = 8, Damaged = 5, Doubtful = 2, Missing = -8;

    private readonly ReadOnlyMemory<byte> _region;
    private readonly bool _bigEndian;
    private readonly int[] _plain;
    private readonly int[] _traces;
    private readonly ContentEvidence _content;

    public CandidateScorer(ReadOnlyMemory<byte> region, bool bigEndian, IReadOnlyList<HeaderHit> hits)
    {
        _region = region;
        _bigEndian = bigEndian;
        _plain = hits.Where(hit => !hit.IsFtrace).Select(hit => hit.Offset).ToArray();
        _traces = hits.Where(hit => hit.IsFtrace).Select(hit => hit.Offset).ToArray();
        _content = new ContentEvidence(region.Span, hits);
    }

    public int HeaderCount => _plain.Length + _traces.Length;

    /// <summary>The highest score that a layout of this many zones can have.</summary>
    public int BestPossible(int zones) =>
        ((Right + ContentEvidence.MostPoints) * zones) - (4 * Math.Max(0, HeaderCount - zones));

    /// <summary>
    /// Scores zones at these offsets: dmesg zones every <paramref name="stride"/> bytes from 0, then the others.
    /// A header in its place counts for the layout, a zone without one and a header without a zone against it.
    /// </summary>
    public LayoutCandidate Score(RamoopsParameters p, KernelVersion era, long stride, long dmesgCount, LayoutRules rules)
    {
        var tally = default(Tally);
        CountDmesg(stride, dmesgCount, ref tally);
        long at = stride * dmesgCount;
        Check(ZoneKind.Console, ref at, p.ConsoleSize, ref tally);
        if (rules.PmsgBeforeFtrace) Check(ZoneKind.Pmsg, ref at, p.PmsgSize, ref tally);
        CheckFtrace(p, rules, ref at, ref tally);
        if (!rules.PmsgBeforeFtrace) Check(ZoneKind.Pmsg, ref at, p.PmsgSize, ref tally);
        int score = tally.Points - (4 * (HeaderCount - tally.Matched));
        return new LayoutCandidate(p, era, score, tally.Matched);
    }

    /// <summary>How many of the offsets 0, stride, 2·stride … have a plain header.</summary>
    public int Support(long stride)
    {
        int found = 0;
        foreach (int offset in _plain.AsSpan(0, Math.Min(_plain.Length, Limits.MaxHeadersCompared)))
            if (offset % stride == 0) found++;
        return found;
    }

    private void CountDmesg(long stride, long count, ref Tally tally)
    {
        if (count == 0) return;
        long next = 0;
        foreach (int offset in _plain)
        {
            if (offset >= stride * count) break;
            if (offset % stride != 0) continue;
            for (; next < offset; next += stride) Miss(next, stride, ZoneHeader.BaseSignature, ref tally);
            Match(ref tally, _content.Of(ZoneKind.Dmesg, offset));
            next += stride;
        }

        for (; next < stride * count; next += stride) Miss(next, stride, ZoneHeader.BaseSignature, ref tally);
    }

    private void Check(ZoneKind kind, ref long at, long size, ref Tally tally)
    {
        if (size == 0) return;
        if (Array.BinarySearch(_plain, (int)at) >= 0) Match(ref tally, _content.Of(kind, (int)at));
        else Miss(at, size, ZoneHeader.BaseSignature, ref tally);
        at += size;
    }

    private void CheckFtrace(RamoopsParameters p, LayoutRules rules, ref long at, ref Tally tally)
    {
        if (p.FtraceSize == 0) return;
        long count = rules.Stretched && p.FtracePerCpu ? p.Cpus : 1;
        long size = rules.Stretched ? rules.Share(p.FtraceSize, count) : p.FtraceSize;
        for (long i = 0; i < count; i++, at += size)
        {
            if (Array.BinarySearch(_traces, (int)at) >= 0) Match(ref tally, 0);
            else Miss(at, size, null, ref tally);
        }
    }

    private static void Match(ref Tally tally, int content)
    {
        tally.Matched++;
        tally.Points += Right + content;
    }

    /// <summary>No whole header: a signature with broken counters, or nearly a signature with good ones, still counts for something.</summary>
    private void Miss(long at, long size, uint? signature, ref Tally tally)
    {
        // What lies behind the end of a cut image speaks neither for nor against.
        if (at >= _region.Length) return;
        tally.Points += Missing;
        if (at + Limits.ZoneHeaderSize > _region.Length || at + size > _region.Length || signature is not { } wanted) return;
        ZoneHeader header = ZoneHeader.Read(_region.Span[(int)at..], _bigEndian);
        bool fits = header.Fits((int)Math.Min(size - Limits.ZoneHeaderSize, int.MaxValue));
        int flipped = BitOperations.PopCount(header.Signature ^ wanted);
        if (flipped == 0 || (flipped <= Limits.MaxFlippedSignatureBits && fits)) tally.Points += Damaged - Missing;
        else if (fits && header.Size > 0) tally.Points += Doubtful - Missing;
    }

    private struct Tally
    {
        public int Matched;
        public int Points;
    }
}
