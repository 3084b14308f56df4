namespace Pstore.Ram.Probe;

/// <summary>Counts how many headers stand where a layout wants them.</summary>
internal sealed class CandidateScorer
{
    private readonly int[] _plain;
    private readonly int[] _traces;
    private readonly ContentEvidence _content;

    public CandidateScorer(IReadOnlyList<HeaderHit> hits, ContentEvidence content)
    {
        _plain = hits.Where(hit => !hit.IsFtrace).Select(hit => hit.Offset).ToArray();
        _traces = hits.Where(hit => hit.IsFtrace).Select(hit => hit.Offset).ToArray();
        _content = content;
    }

    public int HeaderCount => _plain.Length + _traces.Length;

    /// <summary>
    /// Scores zones at these offsets: dmesg zones every <paramref name="stride"/> bytes from 0, then the others.
    /// A header in its place counts for the layout, a zone without one and a header without a zone against it.
    /// </summary>
    public LayoutCandidate Score(RamoopsParameters p, KernelVersion era, long stride, long dmesgCount, LayoutRules rules)
    {
        int matched = 0, missed = 0, content = 0;
        CountDmesg(stride, dmesgCount, ref matched, ref missed, ref content);
        long at = stride * dmesgCount;
        Check(ZoneKind.Console, ref at, p.ConsoleSize, ref matched, ref missed, ref content);
        if (rules.PmsgBeforeFtrace) Check(ZoneKind.Pmsg, ref at, p.PmsgSize, ref matched, ref missed, ref content);
        CheckFtrace(p, rules, ref at, ref matched, ref missed);
        if (!rules.PmsgBeforeFtrace) Check(ZoneKind.Pmsg, ref at, p.PmsgSize, ref matched, ref missed, ref content);
        int score = (8 * matched) - (8 * missed) - (4 * (HeaderCount - matched)) + content;
        return new LayoutCandidate(p, era, score, matched, missed);
    }

    /// <summary>How many of the offsets 0, stride, 2·stride … have a plain header.</summary>
    public int Support(long stride)
    {
        int found = 0;
        foreach (int offset in _plain)
            if (offset % stride == 0) found++;
        return found;
    }

    private void CountDmesg(long stride, long count, ref int matched, ref int missed, ref int content)
    {
        if (count == 0) return;
        int found = 0;
        foreach (int offset in _plain)
        {
            if (offset >= stride * count) break;
            if (offset % stride != 0) continue;
            found++;
            content += _content.Of(ZoneKind.Dmesg, offset);
        }

        matched += found;
        missed += (int)Math.Min(count - found, 1 << 20);
    }

    private void Check(ZoneKind kind, ref long at, long size, ref int matched, ref int missed, ref int content)
    {
        if (size == 0) return;
        if (Array.BinarySearch(_plain, (int)at) >= 0)
        {
            matched++;
            content += _content.Of(kind, (int)at);
        }
        else
        {
            missed++;
        }

        at += size;
    }

    private void CheckFtrace(RamoopsParameters p, LayoutRules rules, ref long at, ref int matched, ref int missed)
    {
        if (p.FtraceSize == 0) return;
        long count = rules.Stretched && p.FtracePerCpu ? p.Cpus : 1;
        long size = p.FtraceSize / count;
        if (rules.Stretched && rules.EvenSizes) size &= ~1L;
        for (long i = 0; i < count; i++, at += size)
        {
            if (Array.BinarySearch(_traces, (int)at) >= 0) matched++;
            else missed++;
        }
    }
}
