namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>A node of a flattened tree, whose properties are slices of the blob, or of a tree's source.</summary>
internal sealed class FlattenedNode(FlattenedNode? parent, string name) : IDeviceTreeNode
{
    private readonly List<IDeviceTreeNode> _children = [];
    private readonly List<KeyValuePair<string, ReadOnlyMemory<byte>>> _properties = [];

    public string Name => name;

    // Made when asked for: in a hostile tree of long names it would grow with the square of the depth.
    public string Path => parent == null ? "" : $"{parent.Path}/{name}";

    IDeviceTreeNode? IDeviceTreeNode.Parent => parent;

    public FlattenedNode? Parent => parent;

    public IReadOnlyList<IDeviceTreeNode> Children => _children;

    public bool TryGet(string property, out ReadOnlyMemory<byte> value)
    {
        foreach ((string known, ReadOnlyMemory<byte> bytes) in _properties)
        {
            if (known != property) continue;
            value = bytes;
            return true;
        }

        value = default;
        return false;
    }

    public void Add(FlattenedNode child) => _children.Add(child);

    public void Add(string property, ReadOnlyMemory<byte> value) => _properties.Add(new(property, value));

    /// <summary>The child of that name, unit address included.</summary>
    public FlattenedNode? ChildCalled(string child) => (FlattenedNode?)_children.Find(node => node.Name == child);

    public void Remove(string child) => _children.RemoveAll(node => node.Name == child);

    public void RemoveProperty(string property) => _properties.RemoveAll(known => known.Key == property);
}
