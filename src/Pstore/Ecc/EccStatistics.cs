namespace Pstore.Ecc;

/// <summary>The two counters that the kernel keeps for each zone (struct persistent_ram_zone).</summary>
/// <param name="CorrectedBytes">Symbols corrected, those in the parity included.</param>
/// <param name="BadBlocks">Code words beyond repair.</param>
public readonly record struct EccStatistics(int CorrectedBytes, int BadBlocks)
{
    /// <summary>Adds both counters.</summary>
    public static EccStatistics operator +(EccStatistics a, EccStatistics b) => a.Plus(b);

    /// <summary>Adds both counters.</summary>
    public EccStatistics Plus(EccStatistics other) => new(CorrectedBytes + other.CorrectedBytes, BadBlocks + other.BadBlocks);

    /// <summary>Counts the result of decoding one code word: symbols corrected, or negative.</summary>
    public EccStatistics Count(int decoded) => decoded < 0
        ? this with { BadBlocks = BadBlocks + 1 }
        : this with { CorrectedBytes = CorrectedBytes + decoded };
}
