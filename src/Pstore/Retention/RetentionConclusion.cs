namespace Pstore.Retention;

/// <summary>What became of a pattern.</summary>
public enum RetentionConclusion
{
    /// <summary>There is no pattern, and what is there is not one value either: the power was off, something else wrote there, or none was written.</summary>
    Unknown,

    /// <summary>Every bit is as it was written.</summary>
    Kept,

    /// <summary>Single bits have flipped: the RAM was not refreshed for a while.</summary>
    Decayed,

    /// <summary>Whole lines were overwritten and the rest is kept, as by memory training or by firmware that uses a part of it.</summary>
    Retrained,

    /// <summary>All of it is one value.</summary>
    Wiped,
}
