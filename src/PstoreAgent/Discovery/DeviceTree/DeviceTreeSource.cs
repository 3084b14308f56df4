using System.Buffers.Binary;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>A device tree and where it comes from.</summary>
/// <param name="Root">Its root.</param>
/// <param name="Origin">What stands before the path of a node, for people.</param>
internal sealed record DeviceTreeSource(IDeviceTreeNode Root, string Origin)
{
    private static readonly string[] s_folders = ["/proc/device-tree", "/sys/firmware/devicetree/base"];

    /// <summary>Whether it is a part: an overlay, or source that is included in another file, whose root says nothing of itself.</summary>
    public bool IsPart { get; init; }

    /// <summary>Of a part: whether "ranges" of /reserved-memory was assumed, because the base tree has it.</summary>
    public bool AssumesRanges { get; init; }

    /// <summary>Of a part: whether the nodes in /reserved-memory can be read, by cells that it says, or that its reg leaves no choice of.</summary>
    public bool KnowsCells { get; init; } = true;

    /// <summary>What /memreserve/ has; none where the tree is the live one, which doesn't show it.</summary>
    public IReadOnlyList<NodeRange> Reserves { get; init; } = [];

    /// <summary>The tree in the file that is named, or without one the live tree; null where the machine has none.</summary>
    /// <exception cref="AgentException">The file can't be read, or is none.</exception>
    public static DeviceTreeSource? Open(MachineRoot machine, string? dtb, string? dts = null)
    {
        if (dtb != null) return OfBlob(ReadFile(dtb), dtb);
        if (dts != null) return OfText(ReadFile(dts), dts);
        foreach (string folder in s_folders)
            if (machine.DirectoryExists(folder)) return new DeviceTreeSource(new LiveNode(machine, folder, null, ""), folder);
        return null;
    }

    public string Name(IDeviceTreeNode node) => $"{Origin}{node.Path}";

    /// <summary>The tree in a file, flattened or source.</summary>
    /// <exception cref="AgentException">It can't be read, or is neither.</exception>
    public static DeviceTreeSource OpenFile(string file)
    {
        byte[] bytes = ReadFile(file);
        return bytes.Length >= sizeof(uint) && BinaryPrimitives.ReadUInt32BigEndian(bytes) == FlattenedTree.Magic
            ? OfBlob(bytes, file)
            : OfText(bytes, file);
    }

    private static DeviceTreeSource OfText(byte[] bytes, string file) =>
        TreeParts.Assemble(SourceTree.Read(bytes, file), $"{file}: ", isText: true) with { Reserves = EarlyReserves.OfText(bytes, file) };

    private static DeviceTreeSource OfBlob(byte[] bytes, string file) =>
        TreeParts.Assemble(FlattenedTree.Read(bytes, file), $"{file}: ", isText: false) with { Reserves = EarlyReserves.OfBlob(bytes) };

    private static byte[] ReadFile(string file) => NamedFile.Read(file, DiscoveryLimits.DeviceTreeBlob, "a device tree");
}
