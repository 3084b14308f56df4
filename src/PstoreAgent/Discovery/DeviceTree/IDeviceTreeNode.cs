namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>A node of a device tree, live or flattened.</summary>
internal interface IDeviceTreeNode
{
    /// <summary>With its unit address: "ramoops@880000000"; empty for the root.</summary>
    string Name { get; }

    /// <summary>"/reserved-memory/ramoops@880000000"; empty for the root.</summary>
    string Path { get; }

    /// <summary>Null for the root.</summary>
    IDeviceTreeNode? Parent { get; }

    IReadOnlyList<IDeviceTreeNode> Children { get; }

    /// <summary>The bytes of a property; they may be none.</summary>
    bool TryGet(string property, out ReadOnlyMemory<byte> value);
}
