namespace PstoreAgent.Discovery.Block;

/// <summary>A disk or a partition, as /sys/class/block shows it.</summary>
/// <param name="name">Its name.</param>
/// <param name="number">Its number.</param>
internal sealed class BlockEntry(string name, DeviceNumber number)
{
    /// <summary>The kernel's name, such as "mmcblk0p3".</summary>
    public string Name { get; } = name;

    public DeviceNumber Number { get; } = number;

    /// <summary>Its node below /dev.</summary>
    public required string Node { get; init; }

    /// <summary>Its number in the partition table; 0 for a disk.</summary>
    public int Partition { get; init; }

    /// <summary>PARTUUID; null where the kernel doesn't show it, which older ones don't.</summary>
    public string? Uuid { get; init; }

    /// <summary>PARTLABEL; null without one.</summary>
    public string? Label { get; init; }
}
