using Pstore;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery;

/// <summary>What the user says about the region; null where nothing is said.</summary>
internal record DiscoveryOptions
{
    /// <summary>The folder that holds the machine's /proc, /sys and /dev.</summary>
    public string Root { get; init; } = "/";

    public ulong? MemAddress { get; init; }

    public long? MemSize { get; init; }

    public long? RecordSize { get; init; }

    public long? ConsoleSize { get; init; }

    public long? FtraceSize { get; init; }

    public long? PmsgSize { get; init; }

    public int? Ecc { get; init; }

    public uint? Flags { get; init; }

    public int? Cpus { get; init; }

    /// <summary>The kernel that wrote the region.</summary>
    public KernelVersion? Kernel { get; init; }

    /// <summary>A flattened device tree to take in place of the live one.</summary>
    public string? DtbFile { get; init; }

    /// <summary>Source text of a device tree to take in place of the live one.</summary>
    public string? DtsFile { get; init; }

    /// <summary>Other facts to take in place of the machine's.</summary>
    public GivenFacts? Given { get; init; }

    /// <summary>Whether the reference region may be read though nothing names it.</summary>
    public bool ProbeReference { get; init; }
}
