namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>Where a device tree says memory is: its memory nodes and what /reserved-memory sets aside.</summary>
internal sealed class DeviceTreeMemory(DeviceTreeSource? tree)
{
    /// <summary>The node that covers a range whole; null when none does.</summary>
    public string? Covering(ulong address, long size)
    {
        if (tree == null) return null;
        foreach (IDeviceTreeNode node in tree.Root.Children)
        {
            if (node.Word("device_type") == "memory" && node.IsAvailable() && Covers(node, address, size)) return tree.Name(node);
            if (node.Name != RamoopsNode.ReservedMemory) continue;
            foreach (IDeviceTreeNode reserved in node.Children)
                if (Covers(reserved, address, size)) return tree.Name(reserved);
        }

        return null;
    }

    /// <summary>All that the memory nodes name.</summary>
    public IEnumerable<NodeRange> Banks()
    {
        if (tree == null) yield break;
        foreach (IDeviceTreeNode node in tree.Root.Children)
        {
            if (node.Word("device_type") != "memory" || !node.IsAvailable()) continue;
            foreach (NodeRange range in NodeRange.Of(node, out _))
                if (range.Size > 0) yield return range;
        }
    }

    private static bool Covers(IDeviceTreeNode node, ulong address, long size)
    {
        foreach (NodeRange range in NodeRange.Of(node, out _))
            if (range.Covers(address, size)) return true;
        return false;
    }
}
