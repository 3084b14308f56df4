namespace Pstore.Ecc;

/// <summary>Finds the ECC size of a region: the parity of each header is the last thing in its zone.</summary>
public static class EccProbe
{
    /// <summary>Bytes of agreement that are taken for more than chance.</summary>
    private const int EnoughBytes = 4;

    /// <summary>Whether the last bytes of the zone are the parity of its first 12. Needs no table of the code.</summary>
    public static bool HeaderMatches(ReadOnlySpan<byte> zone, int eccSize)
    {
        if (zone.Length <= Limits.ZoneHeaderSize + eccSize) return false;
        for (int j = 0; j < eccSize; j++)
        {
            byte alpha = GaloisField.Power(j);
            byte value = 0;
            foreach (byte symbol in zone[..Limits.ZoneHeaderSize]) value = (byte)(GaloisField.Multiply(value, alpha) ^ symbol);
            foreach (byte symbol in zone[^eccSize..]) value = (byte)(GaloisField.Multiply(value, alpha) ^ symbol);
            if (value != 0) return false;
        }

        return true;
    }

    /// <summary>
    /// The parity size that most zones agree on, or 0. A short parity may match by chance, so it needs more zones:
    /// four bytes of agreement in all, from no fewer than half of the zones.
    /// </summary>
    /// <param name="zones">Offset and size of zones that lie within the region.</param>
    /// <param name="region">The region.</param>
    public static int Find(IReadOnlyList<(int Offset, int Size)> zones, ReadOnlySpan<byte> region)
    {
        Span<int> matched = stackalloc int[Limits.MaxEccSize + 1];
        matched.Clear();
        foreach ((int offset, int size) in zones) CountMatches(region.Slice(offset, size), matched);

        int best = 0;
        for (int eccSize = 1; eccSize < matched.Length; eccSize++)
        {
            bool enough = matched[eccSize] * 2 >= zones.Count && matched[eccSize] * eccSize >= EnoughBytes;
            if (enough && (best == 0 || matched[eccSize] > matched[best])) best = eccSize;
        }

        return best;
    }

    private static void CountMatches(ReadOnlySpan<byte> zone, Span<int> matched)
    {
        // A code word is 0 at α^0, where it is the exclusive-or of its bytes: that rules out most sizes at once.
        byte sum = 0;
        foreach (byte symbol in zone[..Limits.ZoneHeaderSize]) sum ^= symbol;
        for (int eccSize = 1; eccSize < matched.Length && eccSize < zone.Length - Limits.ZoneHeaderSize; eccSize++)
        {
            sum ^= zone[^eccSize];
            if (sum == 0 && (eccSize == 1 || HeaderMatches(zone, eccSize))) matched[eccSize]++;
        }
    }
}
