namespace Pstore.Retention;

/// <summary>What became of a pattern.</summary>
public enum RetentionConclusion
{
    /// <summary>There is no pattern, and nothing tells why: the power was off, something else wrote there, or none was written; or records have taken all of it.</summary>
    Unknown,

    /// <summary>Every bit is as it was written.</summary>
    Kept,

    /// <summary>Single bits have flipped: the RAM was not refreshed for a while.</summary>
    Decayed,

    /// <summary>Whole lines were overwritten and the rest is kept, as by memory training or by firmware that uses a part of it.</summary>
    Retrained,

    /// <summary>A pattern was written, and now all is one value.</summary>
    Wiped,
}
