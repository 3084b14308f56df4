using Pstore.Ram.Probe;

namespace Pstore.Recovery;

/// <summary>What is known of a region before it is read.</summary>
/// <param name="Known">Parameters and kernel; what is null is found from the bytes.</param>
/// <param name="WordSize">Bytes of the writer's unsigned long, or null.</param>
public sealed record RecoveryOptions(KnownParameters Known, int? WordSize = null)
{
    /// <summary>Nothing is known.</summary>
    public static readonly RecoveryOptions Nothing = new(new KnownParameters());
}
