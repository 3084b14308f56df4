using Pstore;
using Pstore.Blk;

namespace PstoreAgent.Discovery.Block;

/// <summary>A block store that something names, and what it tells of it.</summary>
/// <param name="Kind">What told it.</param>
/// <param name="Origin">The same for people, such as "pstore_blk.* on the kernel command line".</param>
/// <param name="Device">The device as it is named.</param>
internal sealed record BlockCandidate(BlockSource Kind, string Origin, string Device)
{
    /// <summary>What pstore calls the driver, with a block device and with flash.</summary>
    public const string Backend = "pstore_blk";

    /// <summary>The sizes that are told, in the order of kmsg, pmsg, console, ftrace.</summary>
    public IReadOnlyList<BlockSize> Sizes { get; init; } = [];

    /// <summary>Which dumps are kept; null where nothing tells.</summary>
    public int? MaxReason { get; init; }

    /// <summary>Whether a device will do whose driver can't write while the kernel panics; null where nothing tells.</summary>
    public bool? BestEffort { get; init; }

    /// <summary>Whether pstore_blk has this device now.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Arguments that the kernel refuses, as written.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>nr_cpu_ids.</summary>
    public int? Cpus { get; init; }

    /// <summary>The kernel that wrote the store.</summary>
    public KernelVersion? Kernel { get; init; }

    /// <summary>What a layout search can take as known, but for the size of the device.</summary>
    public KnownBlkParameters Known => new(null, Bytes("kmsg_size"), Bytes("pmsg_size"), Bytes("console_size"), Bytes("ftrace_size"), Cpus, Kernel);

    /// <summary>The same with the device.</summary>
    /// <param name="size">Bytes of the device.</param>
    /// <param name="isFlash">Whether it is an MTD device, on which mtdpstore keeps dumps alone.</param>
    public KnownBlkParameters KnownOf(long size, bool isFlash)
    {
        KnownBlkParameters known = Known with { TotalSize = BlkSizes.Used(size, Kernel) };
        return isFlash ? known with { PmsgSize = 0, ConsoleSize = 0, FtraceSize = 0 } : known;
    }

    /// <summary>A size; null where nothing tells.</summary>
    public BlockSize? Size(string name)
    {
        foreach (BlockSize size in Sizes)
            if (size.Name == name) return size;
        return null;
    }

    private long? Bytes(string name) => Size(name)?.Bytes;
}
