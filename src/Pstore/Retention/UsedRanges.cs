using Pstore.Ram;
using Pstore.Ram.Probe;

namespace Pstore.Retention;

/// <summary>
/// The bytes of a region that a header vouches for, whichever layout the header belongs to: after a change of sizes headers of two layouts
/// lie in one region, and no layout explains them all.
/// </summary>
public sealed class UsedRanges
{
    // ECC is kept for blocks of this size: the last block of a record has bytes behind it.
    private const int Block = 128;

    private readonly List<(long From, long To)> _ranges = [];

    /// <summary>Looks for all headers, wherever they lie.</summary>
    /// <param name="bytes">Of the region, or of more.</param>
    public UsedRanges(ReadOnlySpan<byte> bytes)
    {
        Add(bytes, bigEndian: false);
        Add(bytes, bigEndian: true);
    }

    /// <summary>Adds the zones of a layout: its ECC may have repaired a header that is found in no other way.</summary>
    /// <param name="zones">The zones.</param>
    /// <param name="regionBase">Where in the bytes their offsets count from.</param>
    public void Add(IReadOnlyList<AttachedZone> zones, int regionBase)
    {
        foreach (AttachedZone zone in zones)
        {
            if (zone.State is not (ZoneState.Empty or ZoneState.BadSignature or ZoneState.OutsideImage))
                _ranges.Add(((long)regionBase + zone.Zone.Offset, (long)regionBase + zone.Zone.End));
        }
    }

    /// <summary>Whether one of the bytes from <paramref name="from"/> on, up to and without <paramref name="to"/>, is vouched for.</summary>
    public bool Touches(long from, long to)
    {
        foreach ((long start, long end) in _ranges)
            if (start < to && from < end) return true;
        return false;
    }

    /// <summary>Sets what is vouched for among the bytes from <paramref name="from"/> on.</summary>
    internal void Mark(bool[] bytes, long from)
    {
        foreach ((long start, long end) in _ranges)
            for (long at = Math.Max(start, from); at < Math.Min(end, from + bytes.Length); at++) bytes[at - from] = true;
    }

    // Headers of the other byte order are hardly there, but nothing rules them out where a region is damaged.
    private void Add(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        foreach (int at in HeaderScan.FindSignatures(bytes, bigEndian, bytes.Length))
        {
            ZoneHeader header = ZoneHeader.Read(bytes[at..], bigEndian);
            if (header.IsEmpty) continue;
            long blocks = (header.Size + (Block - 1L)) / Block;
            _ranges.Add((at, at + Limits.ZoneHeaderSize + (blocks * Block)));
        }
    }
}
