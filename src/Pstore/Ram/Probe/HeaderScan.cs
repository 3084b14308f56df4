namespace Pstore.Ram.Probe;

/// <summary>Finds zone headers by their signatures, at any byte offset: zones need not be aligned.</summary>
public static class HeaderScan
{
    /// <summary>The exact signature "DBGC" in either byte order, or an ftrace signature, with a start and size that the bytes behind can hold.</summary>
    /// <param name="region">The bytes to look through.</param>
    /// <param name="bigEndian">Byte order to look for.</param>
    /// <param name="limit">The most hits to return.</param>
    public static List<HeaderHit> Find(ReadOnlySpan<byte> region, bool bigEndian, int limit = Limits.MaxHeaderHits)
    {
        List<HeaderHit> hits = FindBase(region, bigEndian, limit);
        if (hits.Count == 0 || hits.Count >= limit) return hits;

        // An ftrace signature is weak evidence alone: it counts only beside zones of the base signature.
        List<HeaderHit> traces = FindFtrace(region, bigEndian, limit - hits.Count);
        if (traces.Count == 0) return hits;
        hits.AddRange(traces);
        hits.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        return hits;
    }

    /// <summary>Offsets of whole headers with the base signature whose counters fit a zone of <paramref name="room"/> bytes, wherever the bytes end.</summary>
    public static List<int> FindSignatures(ReadOnlySpan<byte> bytes, bool bigEndian, long room)
    {
        ReadOnlySpan<byte> pattern = bigEndian ? "CGBD"u8 : "DBGC"u8;
        var offsets = new List<int>();
        for (int at = 0; offsets.Count < Limits.MaxHeaderHits; at++)
        {
            int found = bytes[at..].IndexOf(pattern);
            if (found < 0 || at + found + Limits.ZoneHeaderSize > bytes.Length) break;
            at += found;
            if (ZoneHeader.Read(bytes[at..], bigEndian).Fits((int)Math.Min(room, int.MaxValue))) offsets.Add(at);
        }

        return offsets;
    }

    private static List<HeaderHit> FindBase(ReadOnlySpan<byte> region, bool bigEndian, int limit)
    {
        var hits = new List<HeaderHit>();
        foreach (int offset in FindSignatures(region, bigEndian, region.Length))
        {
            if (hits.Count == limit) break;
            if (IsPlausible(region, offset, bigEndian, out ZoneHeader header)) hits.Add(new HeaderHit(offset, header, null));
        }

        return hits;
    }

    private static List<HeaderHit> FindFtrace(ReadOnlySpan<byte> region, bool bigEndian, int limit)
    {
        // The version changes three of the four bytes; the fourth, 0x43, is the most significant one.
        int place = bigEndian ? 0 : 3;
        var hits = new List<HeaderHit>();
        int at = place;
        while (hits.Count < limit && at < region.Length)
        {
            int found = region[at..].IndexOf((byte)(ZoneHeader.BaseSignature >> 24));
            if (found < 0) break;
            int offset = at + found - place;
            at += found + 1;
            if (offset + Limits.ZoneHeaderSize > region.Length) break;
            if (IsPlausible(region, offset, bigEndian, out ZoneHeader header)
                && header.TraceKernel is { } kernel
                && LooksLikeRingOfEntries(header))
            {
                hits.Add(new HeaderHit(offset, header, kernel));
            }
        }

        return hits;
    }

    private static bool IsPlausible(ReadOnlySpan<byte> region, int offset, bool bigEndian, out ZoneHeader header)
    {
        header = default;
        int room = region.Length - offset - Limits.ZoneHeaderSize;
        if (room < 0) return false;
        header = ZoneHeader.Read(region[offset..], bigEndian);
        return header.Fits(room);
    }

    /// <summary>An empty trace, one not yet wrapped (whole entries of at least 8 bytes), or a full ring.</summary>
    private static bool LooksLikeRingOfEntries(ZoneHeader header) =>
        header.IsEmpty || header.Start < header.Size || header.Size % 4 == 0;
}
