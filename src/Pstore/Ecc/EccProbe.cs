using System.Buffers.Binary;

namespace Pstore.Ecc;

/// <summary>
/// Finds the parity size of a region whose configuration isn't known. The header's parity is always the last bytes of a zone,
/// whatever the formula for the slots before it (fs/pstore/ram_core.c, persistent_ram_init_ecc).
/// </summary>
public static class EccProbe
{
    /// <summary>Bits of evidence that make a size certain enough: one chance in 2^24.</summary>
    private const double EnoughBits = 24;

    /// <summary>Whether header and last bytes of a zone are a code word. An all-zero zone is one too and proves nothing.</summary>
    /// <param name="zone">The whole zone.</param>
    /// <param name="eccSize">Parity bytes; outside 1 to 127 nothing matches.</param>
    public static bool HeaderMatches(ReadOnlySpan<byte> zone, int eccSize)
    {
        if (eccSize is < 1 or > Limits.MaxEccSize || zone.Length < Limits.ZoneHeaderSize + eccSize) return false;

        // A value that isn't 0 at one of the generator's roots is enough to tell; no tables for 127 codes are made.
        ReadOnlySpan<byte> powers = GaloisField.Powers;
        ReadOnlySpan<byte> logarithms = GaloisField.Logarithms;
        for (int root = 0; root < eccSize; root++)
        {
            byte value = 0;
            foreach (byte symbol in zone[..Limits.ZoneHeaderSize]) value = (byte)(symbol ^ (value == 0 ? 0 : powers[logarithms[value] + root]));
            foreach (byte symbol in zone[^eccSize..]) value = (byte)(symbol ^ (value == 0 ? 0 : powers[logarithms[value] + root]));
            if (value != 0) return false;
        }

        return true;
    }

    /// <summary>The parity size that the zones' headers speak for, or 0 when none does clearly.</summary>
    /// <param name="zones">Offset and size of each zone in the region; those outside it are passed over.</param>
    /// <param name="region">The region.</param>
    /// <remarks>
    /// One parity byte agrees by chance in one zone of 256, so small sizes need several zones with different headers;
    /// 4 bytes or more need one or two. Damaged zones may disagree. Blank headers are no evidence.
    /// </remarks>
    public static int Find(IReadOnlyList<(int Offset, int Size)> zones, ReadOnlySpan<byte> region)
    {
        ArgumentNullException.ThrowIfNull(zones);

        // Zones with the same header are one witness: parities that agree by chance would agree in all of them.
        var witnesses = new Dictionary<(ulong, uint), UInt128>();
        int asked = 0;
        for (int i = 0; i < zones.Count; i++)
        {
            (int offset, int size) = zones[i];
            if (offset < 0 || size <= Limits.ZoneHeaderSize || offset > region.Length || size > region.Length - offset) continue;
            ReadOnlySpan<byte> zone = region.Slice(offset, size);
            var header = (BinaryPrimitives.ReadUInt64LittleEndian(zone), BinaryPrimitives.ReadUInt32LittleEndian(zone[8..]));
            if (header == (0UL, 0U)) continue;
            asked++;
            witnesses.TryGetValue(header, out UInt128 sizes);
            witnesses[header] = sizes | MatchingSizes(zone);
        }

        return MostLikely(witnesses.Values, asked);
    }

    private static int MostLikely(IEnumerable<UInt128> witnesses, int asked)
    {
        Span<int> votes = stackalloc int[Limits.MaxEccSize + 1];
        foreach (UInt128 sizes in witnesses)
        {
            for (UInt128 left = sizes; left != 0; left &= left - 1) votes[(int)UInt128.TrailingZeroCount(left)]++;
        }

        int best = 0;
        double bestBits = EnoughBits;
        for (int size = 1; size < votes.Length; size++)
        {
            double bits = (8.0 * size * votes[size]) - ChoiceBits(asked, votes[size]);
            if (votes[size] == 0 || bits < bestBits) continue;
            best = size;
            bestBits = bits;
        }

        return best;
    }

    private static UInt128 MatchingSizes(ReadOnlySpan<byte> zone)
    {
        // At the generator's first root, 1, a code word is the exclusive-or of its bytes: that rules out most sizes at once.
        UInt128 sizes = 0;
        byte sum = 0;
        foreach (byte symbol in zone[..Limits.ZoneHeaderSize]) sum ^= symbol;
        for (int size = 1; size <= Limits.MaxEccSize && size < zone.Length - Limits.ZoneHeaderSize; size++)
        {
            sum ^= zone[^size];
            if (sum == 0 && HeaderMatches(zone, size)) sizes |= UInt128.One << size;
        }

        return sizes;
    }

    /// <summary>Binary logarithm of the ways to choose the zones that agree: what their number takes from the evidence.</summary>
    private static double ChoiceBits(int all, int chosen)
    {
        double bits = 0;
        for (int i = 0; i < chosen; i++) bits += Math.Log2((double)(all - i) / (i + 1));
        return bits;
    }
}
