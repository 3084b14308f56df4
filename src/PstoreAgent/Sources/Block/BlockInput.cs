using Pstore;
using Pstore.Blk;
using Pstore.Recovery;
using PstoreAgent.CommandLine;

namespace PstoreAgent.Sources.Block;

/// <summary>A store on a block device or flash.</summary>
/// <param name="Snapshot">The bytes of its zones in use; zeros elsewhere.</param>
/// <param name="Probe">Its layout.</param>
/// <param name="Known">What was known beforehand.</param>
/// <param name="Bad">What could not be read, or is bad: zones there are passed over.</param>
internal sealed record BlockInput(Snapshot Snapshot, BlkProbeResult Probe, KnownBlkParameters Known, IReadOnlyList<BlkBadRange> Bad) : StoreInput(Snapshot)
{
    // What the size of a device has to be a multiple of (register_pstore_zone).
    private const int Page = 4096;

    public override RecoveredRegion Recover(CommonOptions options) =>
        BlkRecovery.Recover(Snapshot.Bytes, Probe, new BlkRecoveryOptions(Known, options.WordSize, Bad));

    /// <summary>What the user says of a store.</summary>
    public static KnownBlkParameters Said(CommonOptions options) => options.Backend == Discovery.Backend.Mtd
        ? new KnownBlkParameters(options.MemSize, options.KmsgSize, 0, 0, 0, options.Cpus, options.Kernel, options.BigEndian)
        : new KnownBlkParameters(options.MemSize, options.KmsgSize, options.PmsgSize, options.ConsoleSize, options.FtraceSize, options.Cpus, options.Kernel, options.BigEndian);

    /// <summary>Bytes of a device that hold the store: all that the user names, else what a kernel takes of it. A copy may have some bytes more or fewer.</summary>
    public static long Used(long device, long? named, KernelVersion? kernel)
    {
        if (named is { } size) return Math.Min(Math.Min(size, device), AgentLimits.MaxRegion);
        long used = Math.Min(BlkSizes.Used(device, kernel), AgentLimits.MaxRegion);
        return used < Page ? used : used / Page * Page;
    }
}
