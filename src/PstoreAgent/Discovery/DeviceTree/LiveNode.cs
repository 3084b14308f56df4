using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;

namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>A node of the live tree: a folder, whose files are the properties.</summary>
internal sealed class LiveNode(MachineRoot root, string folder, LiveNode? parent, string name) : IDeviceTreeNode
{
    public string Name => name;

    public string Path { get; } = parent == null ? "" : $"{parent.Path}/{name}";

    public IDeviceTreeNode? Parent => parent;

    public IReadOnlyList<IDeviceTreeNode> Children
    {
        get
        {
            var children = new List<IDeviceTreeNode>();
            _ = root.TryListDirectory(folder + Path, out IReadOnlyList<DirectoryEntry> entries);
            foreach (DirectoryEntry entry in entries)
                if (entry.IsDirectory) children.Add(new LiveNode(root, folder, this, entry.Name));
            return children;
        }
    }

    public bool TryGet(string property, out ReadOnlyMemory<byte> value)
    {
        ReadState state = root.TryReadBytes($"{folder}{Path}/{property}", DiscoveryLimits.Property, out byte[] bytes);
        value = bytes;
        return state == ReadState.Read;
    }
}
