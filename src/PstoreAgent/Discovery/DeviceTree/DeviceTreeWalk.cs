using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>Goes through a tree, bounded in nodes and depth.</summary>
internal static class DeviceTreeWalk
{
    /// <summary>Every node below <paramref name="root"/>, parents before children.</summary>
    public static IEnumerable<IDeviceTreeNode> Below(IDeviceTreeNode root)
    {
        var open = new Queue<(IDeviceTreeNode Node, int Depth)>();
        open.Enqueue((root, 1));
        int nodes = 0;
        while (open.TryDequeue(out (IDeviceTreeNode Node, int Depth) next))
        {
            foreach (IDeviceTreeNode child in next.Node.Children)
            {
                if (++nodes > DiscoveryLimits.DeviceTreeNodes) yield break;
                yield return child;
                if (next.Depth < DiscoveryLimits.DeviceTreeDepth) open.Enqueue((child, next.Depth + 1));
            }
        }
    }

    /// <summary>The first child of that name without its unit address; null where there is none.</summary>
    public static IDeviceTreeNode? Child(IDeviceTreeNode node, string name)
    {
        foreach (IDeviceTreeNode child in node.Children)
            if (BaseName(child) == name) return child;
        return null;
    }

    /// <summary>The name without the unit address.</summary>
    public static string BaseName(IDeviceTreeNode node)
    {
        int at = node.Name.IndexOf('@');
        return at < 0 ? node.Name : node.Name[..at];
    }
}
