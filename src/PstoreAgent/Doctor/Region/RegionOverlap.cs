using PstoreAgent.Discovery.DeviceTree;

namespace PstoreAgent.Doctor.Region;

/// <summary>Whether something else in the device tree wants the same memory.</summary>
internal static class RegionOverlap
{
    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (setup.Tree is not { } tree || setup.Region is not { Address: { } address, MemSize: > 0 and { } size }) yield break;
        var region = new NodeRange(address, (ulong)size);
        Finding? found = null;
        foreach (IDeviceTreeNode top in tree.Root.Children)
        {
            if (top.Name == "chosen" && Initrd(top) is { } initrd && initrd.Touches(region))
                found ??= Finding.Problem("region-overlap", "The boot loader puts the initrd into the region", $"/chosen has it at {initrd}, the region is {region}").Advising("have the boot loader put it elsewhere (initrd_high of U-Boot, for one), or move the region");
            if (top.Name != RamoopsNode.ReservedMemory) continue;
            IDeviceTreeNode? own = setup.IsByTree ? null : Reservation.Node(setup, address, size);
            foreach (IDeviceTreeNode other in top.Children)
            {
                if (other.Path == setup.Node?.Path || other.Path == own?.Path || !other.IsAvailable()) continue;
                if (NodeRange.Of(other, out _).Find(range => range.Touches(region)) is { Size: > 0 } range)
                    found ??= Finding.Problem("region-overlap", $"{other.Path} reserves a part of the region too", $"it has {range}, the region is {region}: whoever uses it overwrites the records").Advising("move one of the two, so that no byte is of both");
            }
        }

        yield return found ?? Finding.Ok("region-overlap", "nothing else in the device tree has a part of the region");
    }

    // A boot loader writes one cell or two.
    private static NodeRange? Initrd(IDeviceTreeNode chosen) =>
        Number(chosen, "linux,initrd-start") is { } start && Number(chosen, "linux,initrd-end") is { } end && end > start ? new NodeRange(start, end - start) : null;

    private static ulong? Number(IDeviceTreeNode node, string property)
    {
        if (!node.TryGet(property, out ReadOnlyMemory<byte> value) || value.Length is not (4 or 8)) return null;
        ReadOnlySpan<byte> bytes = value.Span;
        return DeviceTreeProperties.TakeCells(ref bytes, bytes.Length / 4);
    }
}
