namespace PstoreAgent.Discovery;

/// <summary>What told where the region is, in the order in which it is believed.</summary>
internal enum DiscoverySource
{
    /// <summary>The user's options.</summary>
    Options,

    /// <summary>The ramoops driver: its lines in /proc/iomem, its module parameters in /sys.</summary>
    Driver,

    /// <summary>A device-tree node compatible with "ramoops".</summary>
    DeviceTree,

    /// <summary>The kernel command line.</summary>
    CommandLine,

    /// <summary>A line of the kernel log.</summary>
    KernelLog,

    /// <summary>The reference region, where memory is known to be.</summary>
    Reference,
}
