namespace Pstore.Ecc;

/// <summary>
/// Repairs the header and the data of one zone (persistent_ram_init_ecc, persistent_ram_ecc_old).
/// The zone's own bytes are never changed: what has to be corrected is copied first.
/// </summary>
public static class ZoneEcc
{
    /// <summary>Copies the 12 header bytes to <paramref name="header"/> and corrects them there.</summary>
    /// <param name="zone">The whole zone.</param>
    /// <param name="geometry">Where its parity lies.</param>
    /// <param name="rules">What becomes of words beyond repair.</param>
    /// <param name="header">12 bytes.</param>
    public static EccStatistics RepairHeader(ReadOnlySpan<byte> zone, in EccGeometry geometry, ReedSolomonRules rules, Span<byte> header)
    {
        zone[..Limits.ZoneHeaderSize].CopyTo(header);
        if (geometry.EccSize == 0) return default;
        ReedSolomon code = ReedSolomon.ForParity(geometry.EccSize);
        ReadOnlySpan<byte> parity = zone.Slice(geometry.HeaderParityOffset, geometry.EccSize);
        return code.IsClean(header, parity) ? default : default(EccStatistics).Count(code.Decode(header, parity, rules));
    }

    /// <summary>Checks and corrects each block that begins within the first <paramref name="used"/> bytes of data.</summary>
    /// <param name="zone">The whole zone.</param>
    /// <param name="geometry">Where its parity lies.</param>
    /// <param name="used">Bytes of data that count.</param>
    /// <param name="rules">What becomes of words beyond repair.</param>
    /// <param name="repaired">A corrected copy of the data area; null when nothing in it had to be changed.</param>
    public static EccStatistics RepairData(ReadOnlySpan<byte> zone, in EccGeometry geometry, int used, ReedSolomonRules rules, out byte[]? repaired)
    {
        repaired = null;
        if (geometry.EccSize == 0) return default;
        ReedSolomon code = ReedSolomon.ForParity(geometry.EccSize);
        ReadOnlySpan<byte> data = zone.Slice(Limits.ZoneHeaderSize, geometry.DataSize);
        ReadOnlySpan<byte> parity = zone[geometry.ParityOffset(0)..];
        int blocks = geometry.BlocksIn(used);
        int whole = Math.Min(blocks, geometry.DataSize / Limits.EccBlockSize);
        bool vectors = CleanBlockScan.IsSupported && geometry.EccSize <= CleanBlockScan.MaxParity;
        var statistics = default(EccStatistics);
        int block = 0;
        while (block < blocks)
        {
            if (vectors) block += CleanBlockScan.CountClean(code, data, parity, block, whole - block);

            // The scan stopped at four blocks of which one is bad, or at the end: these go one by one.
            for (int stop = Math.Min(block + 4, blocks); block < stop; block++)
            {
                ReadOnlySpan<byte> bytes = data.Slice(block * Limits.EccBlockSize, geometry.BlockLength(block));
                ReadOnlySpan<byte> check = parity.Slice(block * geometry.EccSize, geometry.EccSize);
                if (!code.IsClean(bytes, check)) statistics = statistics.Count(Correct(code, bytes, check, rules, data, block, ref repaired));
            }
        }

        return statistics;
    }

    private static int Correct(
        ReedSolomon code, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> parity, ReedSolomonRules rules, ReadOnlySpan<byte> data, int block, ref byte[]? repaired)
    {
        Span<byte> word = stackalloc byte[Limits.EccBlockSize];
        word = word[..bytes.Length];
        bytes.CopyTo(word);
        int result = code.Decode(word, parity, rules);
        if (result > 0 && !word.SequenceEqual(bytes))
        {
            repaired ??= data.ToArray();
            word.CopyTo(repaired.AsSpan(block * Limits.EccBlockSize));
        }

        return result;
    }
}
