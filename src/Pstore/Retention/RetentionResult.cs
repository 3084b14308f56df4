namespace Pstore.Retention;

/// <summary>What became of a pattern, in numbers.</summary>
/// <param name="Conclusion">In a word.</param>
/// <param name="Note">What it was made of; null where none was found.</param>
/// <param name="Written">Bytes that were written and that nothing has taken since.</param>
/// <param name="Intact">Those that are as they were written.</param>
/// <param name="OneToZero">Bits that were 1 and are 0.</param>
/// <param name="ZeroToOne">Bits that were 0 and are 1.</param>
/// <param name="SlotsTaken">Filled zones that hold a record now; they count nowhere else.</param>
/// <param name="LostRanges">The first ranges of damaged bytes, as offsets in the region; gaps shorter than 8 bytes count as damaged.</param>
/// <param name="LostRangeCount">How many there are.</param>
/// <param name="Pages">The pages that have damage, in the order of their offsets.</param>
public sealed record RetentionResult(
    RetentionConclusion Conclusion,
    RetentionNote? Note,
    long Written,
    long Intact,
    long OneToZero,
    long ZeroToOne,
    int SlotsTaken,
    IReadOnlyList<(long Offset, long Length)> LostRanges,
    int LostRangeCount,
    IReadOnlyList<RetentionPage> Pages)
{
    /// <summary>No pattern was found.</summary>
    public static RetentionResult Without(RetentionConclusion conclusion) => new(conclusion, null, 0, 0, 0, 0, 0, [], 0, []);
}
