using System.Numerics;

namespace Pstore.Ecc;

/// <summary>
/// Checks and repairs the code words of a zone in the kernel's order: the header first, then the data
/// (fs/pstore/ram_core.c: persistent_ram_init_ecc, persistent_ram_ecc_old). The bytes that are read never change;
/// no content makes these methods throw.
/// </summary>
public static class ZoneEcc
{
    /// <summary>Repairs the 12 bytes of the header.</summary>
    /// <param name="zone">The whole zone, <see cref="EccGeometry.ZoneSize"/> bytes.</param>
    /// <param name="geometry">Its layout.</param>
    /// <param name="rules">Of the reading kernel.</param>
    /// <param name="header">Receives 12 bytes: the header, repaired when it could be.</param>
    /// <exception cref="ArgumentException">Zone and layout differ in size, or <paramref name="header"/> is too short.</exception>
    public static EccStatistics RepairHeader(ReadOnlySpan<byte> zone, in EccGeometry geometry, ReedSolomonRules rules, Span<byte> header)
    {
        CheckSize(zone, geometry);
        zone[..Limits.ZoneHeaderSize].CopyTo(header);
        if (geometry.EccSize == 0) return default;
        ReadOnlySpan<byte> parity = zone[geometry.HeaderParityOffset..];
        int result = ReedSolomon.ForParity(geometry.EccSize).Decode(header[..Limits.ZoneHeaderSize], parity, rules);
        return default(EccStatistics).Count(result);
    }

    /// <summary>Repairs the blocks that hold the first <paramref name="used"/> bytes of data.</summary>
    /// <param name="zone">The whole zone, <see cref="EccGeometry.ZoneSize"/> bytes.</param>
    /// <param name="geometry">Its layout.</param>
    /// <param name="used">Bytes in use: the size field of the (repaired) header. Blocks i with 128 * i below it are checked.</param>
    /// <param name="rules">Of the reading kernel.</param>
    /// <param name="repaired">The whole data area with the corrections in it; null when no data byte had to be changed.</param>
    /// <exception cref="ArgumentException">Zone and layout differ in size.</exception>
    public static EccStatistics RepairData(ReadOnlySpan<byte> zone, in EccGeometry geometry, int used, ReedSolomonRules rules, out byte[]? repaired) =>
        RepairData(zone, geometry, used, rules, [], out repaired);

    /// <summary>Repairs blocks as above, tells the state of each, and can go on to the stale blocks behind those in use.</summary>
    /// <param name="zone">The whole zone, <see cref="EccGeometry.ZoneSize"/> bytes.</param>
    /// <param name="geometry">Its layout.</param>
    /// <param name="used">Bytes in use; only their blocks are counted in the result.</param>
    /// <param name="rules">Of the reading kernel.</param>
    /// <param name="states">
    /// Receives the state of block i in entry i. When it is longer than the blocks in use (up to
    /// <see cref="EccGeometry.DataBlocks"/>), the stale blocks are checked and repaired too, which no kernel does.
    /// </param>
    /// <param name="repaired">The whole data area with the corrections in it; null when no data byte had to be changed.</param>
    /// <exception cref="ArgumentException">Zone and layout differ in size.</exception>
    public static EccStatistics RepairData(ReadOnlySpan<byte> zone, in EccGeometry geometry, int used, ReedSolomonRules rules, Span<EccBlockState> states, out byte[]? repaired)
    {
        CheckSize(zone, geometry);
        repaired = null;
        states.Clear();
        if (geometry.EccSize == 0) return default;

        int counted = EccGeometry.BlocksOf(Math.Clamp(used, 0, geometry.DataSize));
        int blocks = Math.Max(counted, Math.Min(states.Length, geometry.DataBlocks));
        states[..Math.Min(states.Length, blocks)].Fill(EccBlockState.Clean);

        ReedSolomon code = ReedSolomon.ForParity(geometry.EccSize);
        ReadOnlySpan<byte> data = zone.Slice(Limits.ZoneHeaderSize, geometry.DataSize);
        ReadOnlySpan<byte> parities = zone[geometry.ParityOffset(0)..geometry.HeaderParityOffset];
        EccStatistics statistics = default;
        Span<byte> copy = stackalloc byte[Limits.EccBlockSize];

        for (int block = NextUnclean(code, data, parities, 0, blocks); block < blocks; block = NextUnclean(code, data, parities, block + 1, blocks))
        {
            ReadOnlySpan<byte> original = Block(data, block);
            Span<byte> work = copy[..original.Length];
            original.CopyTo(work);
            int result = code.Decode(work, Parity(parities, block, code.ParitySize), rules);
            if (block < counted) statistics = statistics.Count(result);
            if (block < states.Length && result != 0) states[block] = result > 0 ? EccBlockState.Corrected : EccBlockState.Bad;
            if (work.SequenceEqual(original)) continue;
            repaired ??= data.ToArray();
            work.CopyTo(repaired.AsSpan(block * Limits.EccBlockSize));
        }

        return statistics;
    }

    /// <summary>The first block from <paramref name="block"/> on that isn't a code word, or <paramref name="end"/>.</summary>
    private static int NextUnclean(ReedSolomon code, ReadOnlySpan<byte> data, ReadOnlySpan<byte> parities, int block, int end)
    {
        if (code.Vector is { } vector)
        {
            // Only the last block of a zone can be short.
            int whole = Math.Min(end, data.Length / Limits.EccBlockSize);
            for (; block <= whole - VectorCheck.Blocks; block += VectorCheck.Blocks)
            {
                ReadOnlySpan<byte> group = data.Slice(block * Limits.EccBlockSize, VectorCheck.Blocks * Limits.EccBlockSize);
                ReadOnlySpan<byte> own = parities[(block * code.ParitySize)..];
                if (IsZero(group) && IsZero(own[..(VectorCheck.Blocks * code.ParitySize)])) continue;
                int clean = vector.CleanBlocks(group, own);
                if (clean != (1 << VectorCheck.Blocks) - 1) return block + BitOperations.TrailingZeroCount(~clean);
            }
        }

        while (block < end && IsClean(code, Block(data, block), Parity(parities, block, code.ParitySize))) block++;
        return block;
    }

    /// <summary>Memory that was never written is zero in long runs, and zero is a code word.</summary>
    private static bool IsClean(ReedSolomon code, ReadOnlySpan<byte> data, ReadOnlySpan<byte> parity) =>
        (IsZero(data) && IsZero(parity)) || code.IsClean(data, parity);

    private static bool IsZero(ReadOnlySpan<byte> bytes) => bytes[0] == 0 && !bytes.ContainsAnyExcept((byte)0);

    private static ReadOnlySpan<byte> Block(ReadOnlySpan<byte> data, int block)
    {
        ReadOnlySpan<byte> rest = data[(block * Limits.EccBlockSize)..];
        return rest[..Math.Min(rest.Length, Limits.EccBlockSize)];
    }

    private static ReadOnlySpan<byte> Parity(ReadOnlySpan<byte> parities, int block, int size) => parities.Slice(block * size, size);

    private static void CheckSize(ReadOnlySpan<byte> zone, in EccGeometry geometry)
    {
        if (geometry.DataSize <= 0 || zone.Length != geometry.ZoneSize)
            throw new ArgumentException($"The layout is for a zone of {geometry.ZoneSize} bytes, not {zone.Length}.", nameof(zone));
    }
}
