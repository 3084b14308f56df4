using Pstore.Blk;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery.Block;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Sources.Block;

/// <summary>The device of this machine that holds a block store, and what is known of the store.</summary>
/// <param name="Place">The device.</param>
/// <param name="Candidate">What names it; null where the user does alone.</param>
/// <param name="IsHeld">Whether pstore_blk holds it.</param>
internal sealed record StoreDevice(DevicePlace Place, BlockCandidate? Candidate, bool IsHeld)
{
    /// <summary>The device that the user names, else the first that the machine does; null when nobody names one.</summary>
    public static StoreDevice? Find(CommonOptions options, Machine machine)
    {
        List<BlockCandidate> candidates = BlockDiscovery.Find(options, machine);
        if (options.BlockDevice is { } named) return Of(BlockDevicePath.Resolve(named, machine.Root), candidates, machine);
        return candidates.Count == 0 ? null : Of(BlockDevicePath.Resolve(candidates[0].Device, machine.Root), candidates, machine);
    }

    /// <summary>A device, with what the machine says of it under whatever name.</summary>
    public static StoreDevice Of(DevicePlace place, List<BlockCandidate> candidates, Machine machine)
    {
        BlockCandidate? same = candidates.Find(candidate => candidate.Device == place.Named)
            ?? candidates.Find(candidate => IsSame(BlockDevicePath.Resolve(candidate.Device, machine.Root), place));
        return new StoreDevice(place, same, BlockDiscovery.IsHeld(candidates, place, machine.Root));
    }

    /// <summary>What a kernel of this machine takes the sizes to be; nothing where none is told to use the device. Another kernel may have written it.</summary>
    public KnownBlkParameters Expected(long size)
    {
        KnownBlkParameters known = Candidate?.KnownOf(size, Place.Flash != null) ?? (Place.Flash == null ? new KnownBlkParameters() : new KnownBlkParameters(null, null, 0, 0, 0));
        return known with { TotalSize = null, Kernel = null, Running = known.Kernel };
    }

    private static bool IsSame(DevicePlace one, DevicePlace other) => one.Flash != null || other.Flash != null
        ? one.Flash?.Index == other.Flash?.Index
        : one.Number != null ? one.Number == other.Number : one.Path != null && one.Path == other.Path;
}
