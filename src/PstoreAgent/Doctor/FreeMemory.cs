using PstoreAgent.Discovery.DeviceTree;

namespace PstoreAgent.Doctor;

/// <summary>Whether a range of memory is free for the region, by the device tree.</summary>
internal static class FreeMemory
{
    /// <summary>Whether it lies in one memory node, and nothing else but the region's node has a part of it.</summary>
    public static bool Has(Setup setup, ulong address, long size)
    {
        bool inBank = false;
        foreach (NodeRange bank in new DeviceTreeMemory(setup.Tree).Banks()) inBank |= bank.Covers(address, size);
        if (!inBank || DeviceTreeWalk.Child(setup.Tree!.Root, RamoopsNode.ReservedMemory) is not { } reserved) return inBank;
        var wanted = new NodeRange(address, (ulong)size);
        foreach (IDeviceTreeNode other in reserved.Children)
            if (other.Path != setup.Node?.Path && NodeRange.Of(other, out _).Exists(range => range.Touches(wanted))) return false;
        return true;
    }
}
