using Pstore;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery;

/// <summary>What the user says about the region; null where nothing is said.</summary>
internal record DiscoveryOptions
{
    /// <summary>The folder that holds the machine's /proc, /sys and /dev.</summary>
    public string Root { get; init; } = "/";

    /// <summary>The one backend to look for; null: any.</summary>
    public Backend? Backend { get; init; }

    /// <summary>The device that holds a block store, as the kernel's parameter names it; null: found.</summary>
    public string? BlockDevice { get; init; }

    /// <summary>Whether a block store may be read.</summary>
    public bool WantsBlock => Backend != Discovery.Backend.Ramoops;

    /// <summary>Whether the ramoops region may be read.</summary>
    public bool WantsRamoops => Backend is null or Discovery.Backend.Ramoops;

    public ulong? MemAddress { get; init; }

    public long? MemSize { get; init; }

    public long? RecordSize { get; init; }

    /// <summary>Bytes of a dmesg zone of a block store.</summary>
    public long? KmsgSize { get; init; }

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
