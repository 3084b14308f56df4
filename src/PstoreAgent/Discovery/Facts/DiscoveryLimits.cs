namespace PstoreAgent.Discovery.Facts;

/// <summary>Bounds on what is read of a machine, each with its reason.</summary>
internal static class DiscoveryLimits
{
    /// <summary>Bytes of a file that holds one word or number.</summary>
    public const int Word = 4096;

    /// <summary>Bytes of the kernel command line: the longest COMMAND_LINE_SIZE is 4096, boot configuration adds up to 32 KiB.</summary>
    public const int CommandLine = 1 << 16;

    /// <summary>Bytes of the table of mounts; a machine with containers has some hundred lines.</summary>
    public const int Mounts = 1 << 18;

    /// <summary>Bytes of a device tree's source; the largest boards have 300 KB after the preprocessor.</summary>
    public const int DeviceTreeText = 4 << 20;

    /// <summary>Bytes of /proc/iomem: a large server has 5000 lines.</summary>
    public const int Iomem = 1 << 20;

    /// <summary>Bytes of the kernel log: what the largest LOG_BUF_SHIFT in use gives.</summary>
    public const int KernelLog = 16 << 20;

    /// <summary>Bytes of a kernel configuration, packed and unpacked; distributions have 300 KB.</summary>
    public const int KernelConfig = 4 << 20;

    /// <summary>Bytes of a flattened device tree; boot loaders give 2 MiB at most.</summary>
    public const int DeviceTreeBlob = 16 << 20;

    /// <summary>Nodes of a device tree; the largest boards have some thousands.</summary>
    public const int DeviceTreeNodes = 1 << 16;

    /// <summary>Properties of a device tree.</summary>
    public const int DeviceTreeProperties = 1 << 18;

    /// <summary>Depth of a device tree, as in the kernel (FDT_MAX_DEPTH).</summary>
    public const int DeviceTreeDepth = 64;

    /// <summary>Bytes of one property.</summary>
    public const int Property = 1 << 16;

    /// <summary>Candidates from one source; ramoops has one region.</summary>
    public const int Candidates = 16;

    /// <summary>Zone lines; 1 GiB of records of 4 KiB.</summary>
    public const int ZoneLines = 1 << 18;

    /// <summary>The highest CPU number; the largest NR_CPUS is 8192.</summary>
    public const int Cpus = 1 << 16;
}
