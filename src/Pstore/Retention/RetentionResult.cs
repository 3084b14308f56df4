namespace Pstore.Retention;

/// <summary>What became of a pattern, in numbers.</summary>
/// <param name="Conclusion">In a word.</param>
/// <param name="Note">What it was made of; null where none was found.</param>
/// <param name="Written">Bytes that were written and that nothing has taken since.</param>
/// <param name="Intact">Those that are as they were written.</param>
/// <param name="OneToZero">Bits that were 1 and are 0.</param>
/// <param name="ZeroToOne">Bits that were 0 and are 1.</param>
/// <param name="SlotsTaken">Filled zones that hold a record now, or held one that was cleared; they count nowhere else.</param>
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
    /// <summary>Where in the bytes the offsets of the note, the ranges and the pages count from.</summary>
    public int Start { get; init; }

    /// <summary>Whether there is no pattern and the free zones are of one value: they were cleared since, or there never was one.</summary>
    public bool IsOneValue { get; private init; }

    /// <summary>No pattern was found.</summary>
    /// <param name="oneValue">Whether the free zones are of one value.</param>
    /// <param name="armed">Whether there was one.</param>
    public static RetentionResult Without(bool oneValue, bool armed) =>
        new(oneValue && armed ? RetentionConclusion.Wiped : RetentionConclusion.Unknown, null, 0, 0, 0, 0, 0, [], 0, []) { IsOneValue = oneValue };
}
