namespace Pstore.Ecc;

/// <summary>The two counters of a zone (corrected_bytes and bad_blocks in fs/pstore/ram_core.c), header and data together.</summary>
/// <param name="CorrectedBytes">Symbols that were corrected, those in parity bytes included.</param>
/// <param name="BadBlocks">Code words that can't be corrected.</param>
public readonly record struct EccStatistics(int CorrectedBytes, int BadBlocks)
{
    /// <summary>Sums both counters, as for header and data or for the merged zones of ftrace.</summary>
    public static EccStatistics operator +(EccStatistics left, EccStatistics right) => left.Add(right);

    /// <summary>Sums both counters.</summary>
    public EccStatistics Add(EccStatistics other) => new(CorrectedBytes + other.CorrectedBytes, BadBlocks + other.BadBlocks);

    /// <summary>Counts one result of <see cref="ReedSolomon.Decode"/>.</summary>
    internal EccStatistics Count(int result) => result < 0
        ? this with { BadBlocks = BadBlocks + 1 }
        : this with { CorrectedBytes = CorrectedBytes + result };
}
