using Pstore.Ram;

namespace Pstore.Blk.Probe;

/// <summary>The headers of one byte order, by kind. What lies in the valid bytes of the pmsg zone was written by user space and counts for nothing.</summary>
internal sealed class BlkEvidence
{
    // As many as show a pattern; each of some thousand layouts is held against them.
    private const int MostSearched = 512;

    public BlkEvidence(IReadOnlyList<BlkHit> hits, bool bigEndian, long total)
    {
        BigEndian = bigEndian;
        var own = new List<BlkHit>();
        foreach (BlkHit hit in hits)
        {
            if (hit.BigEndian != bigEndian || hit.Offset >= total) continue;
            if (hit.Kind == ZoneKind.Pmsg && hit.Offset == 0) Pmsg = hit;
            own.Add(hit);
        }

        if (Pmsg is { } pmsg && own[^1].Offset >= pmsg.LeastSize) own.RemoveAll(hit => hit.Offset > 0 && hit.Offset < pmsg.LeastSize);
        All = own;
        Searched = own.Count > MostSearched ? own.GetRange(0, MostSearched) : own;
        Consoles = own.FindAll(hit => hit.Kind == ZoneKind.Console && hit.Offset % BlkSizes.SectorSize == 0);
        Traces = own.FindAll(hit => hit.Kind == ZoneKind.Ftrace);
        Dumps = own.FindAll(hit => hit.Kind == ZoneKind.Dmesg);
    }

    public bool BigEndian { get; }

    public List<BlkHit> All { get; }

    /// <summary>The first of them, which a search compares.</summary>
    public List<BlkHit> Searched { get; }

    /// <summary>The pmsg zone's: it can be only at the front of the store.</summary>
    public BlkHit? Pmsg { get; }

    public List<BlkHit> Consoles { get; }

    public List<BlkHit> Traces { get; }

    public List<BlkHit> Dumps { get; }

    /// <summary>The byte order of the header at the front, which user space can't have written; else the one that more have.</summary>
    public static bool IsBigEndian(IReadOnlyList<BlkHit> hits)
    {
        int balance = 0;
        foreach (BlkHit hit in hits)
        {
            if (hit is { Offset: 0, HasSignature: true }) return hit.BigEndian;
            balance += hit.BigEndian ? 1 : -1;
        }

        return balance > 0;
    }

    /// <summary>The first header of a kind at or behind a place.</summary>
    public static BlkHit? First(List<BlkHit> hits, long from) => hits.Find(hit => hit.Offset >= from);
}
