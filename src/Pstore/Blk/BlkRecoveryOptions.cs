namespace Pstore.Blk;

/// <summary>What is known of a store before it is read.</summary>
/// <param name="Known">Sizes and kernel; what is null is found from the bytes.</param>
/// <param name="WordSize">Bytes of the writer's unsigned long, or null.</param>
/// <param name="Bad">Bad erase blocks of a flash.</param>
public sealed record BlkRecoveryOptions(KnownBlkParameters Known, int? WordSize = null, IReadOnlyList<BlkBadRange>? Bad = null)
{
    /// <summary>Nothing is known.</summary>
    public static readonly BlkRecoveryOptions Nothing = new(new KnownBlkParameters());
}
