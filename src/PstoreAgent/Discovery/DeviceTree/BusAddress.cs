namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>
/// From an address on a bus to one of the processor (drivers/of/address.c, of_translate_address): each bus above has "ranges" of
/// child address, parent address, size; empty is one to one, none is not reachable.
/// </summary>
internal static class BusAddress
{
    /// <summary>Translates an address in a node's "reg"; null with the reason when it can't be reached.</summary>
    public static ulong? Translate(IDeviceTreeNode node, ulong address, out string? problem)
    {
        problem = null;
        for (IDeviceTreeNode? bus = node.Parent; bus?.Parent != null; bus = bus.Parent)
        {
            if (!bus.TryGet("ranges", out ReadOnlyMemory<byte> ranges))
            {
                problem = $"{bus.Path} has no ranges";
                if (bus.Has("range")) problem += " (it has \"range\", which means nothing)";
                return null;
            }

            if (ranges.IsEmpty) continue;
            if (Step(bus, ranges.Span, address) is not { } above)
            {
                problem = $"the ranges of {bus.Path} don't have 0x{address:x}";
                return null;
            }

            address = above;
        }

        return address;
    }

    private static ulong? Step(IDeviceTreeNode bus, ReadOnlySpan<byte> ranges, ulong address)
    {
        int child = bus.AddressCells(), parent = bus.Parent!.AddressCells(), size = bus.SizeCells();
        if (!DeviceTreeProperties.AreCells(child) || !DeviceTreeProperties.AreCells(parent) || !DeviceTreeProperties.AreCells(size)) return null;
        int entry = DeviceTreeProperties.BytesOf(child + parent + size);
        while (ranges.Length >= entry)
        {
            ulong from = DeviceTreeProperties.TakeCells(ref ranges, child), to = DeviceTreeProperties.TakeCells(ref ranges, parent);
            ulong length = DeviceTreeProperties.TakeCells(ref ranges, size);
            if (address >= from && address - from < length) return address - from + to;
        }

        return null;
    }
}
