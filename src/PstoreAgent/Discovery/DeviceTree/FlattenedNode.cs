namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>A node of a flattened tree, whose properties are slices of the blob, or of a tree's source.</summary>
internal sealed class FlattenedNode(FlattenedNode? parent, string name) : IDeviceTreeNode
{
    private readonly List<IDeviceTreeNode> _children = [];
    private readonly List<KeyValuePair<string, ReadOnlyMemory<byte>>> _properties = [];

    private bool _isRemoved;

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

    public void Remove(string child)
    {
        if (ChildCalled(child) is not { } node) return;
        node._isRemoved = true;
        _children.Remove(node);
    }

    /// <summary>Whether it hangs in a tree still: neither it nor a node above was removed.</summary>
    public bool IsIn(FlattenedNode root)
    {
        FlattenedNode? node = this;
        while (node is { _isRemoved: false } && node != root) node = node.Parent;
        return node == root;
    }

    /// <summary>Takes over the properties and the nodes of another; what is there already is overwritten, or added to.</summary>
    public void Merge(FlattenedNode other)
    {
        foreach ((string property, ReadOnlyMemory<byte> value) in other._properties)
        {
            RemoveProperty(property);
            Add(property, value);
        }

        foreach (IDeviceTreeNode child in other._children) Ensure(child.Name).Merge((FlattenedNode)child);
    }

    /// <summary>The child of that name; it is made where there is none.</summary>
    public FlattenedNode Ensure(string child)
    {
        if (ChildCalled(child) is { } known) return known;
        var made = new FlattenedNode(this, child);
        _children.Add(made);
        return made;
    }

    public void RemoveProperty(string property) => _properties.RemoveAll(known => known.Key == property);
}
