using PstoreAgent.Discovery.DeviceTree;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery;

/// <summary>
/// The region of the reference boards, 1 MiB at 0x880000000. An address with nothing behind it can take a board down, so it is a
/// candidate only where memory is known to be, or where the user asks for it.
/// </summary>
internal static class ReferenceRegion
{
    public const ulong Address = 0x8_8000_0000;
    public const long Size = 1 << 20;

    public static RegionCandidate? Find(DiscoveryOptions options, DeviceTreeMemory memory, Iomem iomem)
    {
        string? evidence = options.ProbeReference ? "--probe-reference" : memory.Covering(Address, Size) ?? IomemEvidence(iomem);
        return evidence == null ? null : new RegionCandidate(DiscoverySource.Reference, $"the reference region ({evidence})")
        {
            Address = Address,
            MemSize = Size,
        };
    }

    // A window of a bus or a device would cover it too; reading that could do anything.
    private static string? IomemEvidence(Iomem iomem) =>
        iomem.Covering(Address, Size) is { Innermost: { Name: IomemRange.SystemRam or "reserved" } line } ? $"/proc/iomem: {line}" : null;
}
