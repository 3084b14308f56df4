using Pstore.Ram.Probe;

namespace Pstore.Recovery;

/// <summary>What is known of a region before it is read.</summary>
/// <param name="Known">Parameters and kernel; what is null is found from the bytes.</param>
/// <param name="WordSize">Bytes of the writer's unsigned long, or null.</param>
/// <param name="Expected">What the machine says of the region, which the headers may contradict: sizes change between two boots.</param>
public sealed record RecoveryOptions(KnownParameters Known, int? WordSize = null, ExpectedParameters? Expected = null)
{
    /// <summary>Nothing is known.</summary>
    public static readonly RecoveryOptions Nothing = new(new KnownParameters());
}
