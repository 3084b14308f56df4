namespace PstoreAgent.Discovery.Block;

/// <summary>One MTD device.</summary>
/// <param name="index">Its number.</param>
/// <param name="name">Of the partition or the chip.</param>
internal sealed class MtdEntry(int index, string name)
{
    /// <summary>The major number of MTD's character devices, of which each device has two minors: the second can't be written.</summary>
    public const uint Major = 90;

    /// <summary>The major number of the block devices that stand for MTD devices.</summary>
    public const uint BlockMajor = 31;

    public int Index { get; } = index;

    public string Name { get; } = name;

    /// <summary>Bytes.</summary>
    public long Size { get; init; }

    /// <summary>Bytes of an erase block.</summary>
    public long EraseSize { get; init; }

    public DeviceNumber Number => new(Major, 2 * (uint)Index);
}
