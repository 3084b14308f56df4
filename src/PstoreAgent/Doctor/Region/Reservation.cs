using System.Globalization;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.DeviceTree;

namespace PstoreAgent.Doctor.Region;

/// <summary>What keeps the kernel off the region, by the device tree and the kernel command line.</summary>
internal static class Reservation
{
    /// <summary>The node of /reserved-memory that has the whole region, where the kernel heeds it: the region's own, or one that only reserves. Null without one.</summary>
    public static IDeviceTreeNode? Node(Setup setup, ulong address, long size)
    {
        if (setup.Tree is not { } tree) return null;
        foreach (IDeviceTreeNode reserved in tree.Root.Children)
        {
            if (!NodeRules.IsReservedMemory(reserved) || NodeRules.CellsProblem(reserved) != null || !reserved.Has("ranges")) continue;
            foreach (IDeviceTreeNode node in reserved.Children)
                if (node.IsAvailable() && IsOnlyReservation(tree, node) && NodeRange.Of(node, out _).Exists(range => range.Covers(address, size))) return node;
        }

        return null;
    }

    /// <summary>Whether no driver takes what the node reserves, but ramoops.</summary>
    public static bool IsOnlyReservation(DeviceTreeSource tree, IDeviceTreeNode node)
    {
        if (node.Has("reusable") || (node.Has("compatible") && !node.IsCompatible(RamoopsNode.Compatible))) return false;
        if (node.Cell("phandle") is not { } handle) return true;
        foreach (IDeviceTreeNode user in DeviceTreeWalk.Below(tree.Root))
            if (user.Cell("memory-region") == handle) return false;
        return true;
    }

    /// <summary>Whether /memreserve/ of the tree has a part of it.</summary>
    public static NodeRange? Early(Setup setup, ulong address, long size)
    {
        if (setup.Tree is not { } tree) return null;
        var region = new NodeRange(address, (ulong)size);
        foreach (NodeRange early in tree.Reserves)
            if (early.Touches(region)) return early;
        return null;
    }

    /// <summary>Whether memmap= takes the whole region from the kernel.</summary>
    public static bool ByCommandLine(Setup setup, ulong address, long size)
    {
        foreach ((string name, string? value) in KernelCommandLine.Parse(setup.Machine.CommandLine ?? ""))
        {
            if (name != "memmap" || value == null) continue;
            foreach (ReservedArea area in ReservedArea.OfMemmap(value))
                if (area.Address is { } start && new NodeRange(start, (ulong)area.Size).Covers(address, size)) return true;
        }

        return false;
    }

    /// <summary>The lines of a node that only reserves; none where there is no tree, or its cells are not known.</summary>
    public static Fix[] Lines(Setup setup, ulong address, long size)
    {
        if (setup.Tree is not { IsPart: false } tree) return [];
        int addressCells = tree.Root.AddressCells(), sizeCells = tree.Root.SizeCells();
        if (!DeviceTreeProperties.AreCells(addressCells) || !DeviceTreeProperties.AreCells(sizeCells)) return [];
        string node = string.Create(CultureInfo.InvariantCulture, $"crash-log@{address:x} {{ reg = <{CellsText.Of(address, addressCells)} {CellsText.Of((ulong)size, sizeCells)}>; no-map; }};");
        if (DeviceTreeWalk.Child(tree.Root, RamoopsNode.ReservedMemory) is not { } reserved)
            return [Fix.Tree(string.Create(CultureInfo.InvariantCulture, $"reserved-memory {{ #address-cells = <{addressCells}>; #size-cells = <{sizeCells}>; ranges; {node} }};"), "/")];
        if (NodeRules.CellsProblem(reserved) != null) return [];
        Fix line = Fix.Tree(node, reserved.Path);
        return reserved.Has("ranges") ? [line] : [Fix.Tree("ranges;", reserved.Path), line];
    }
}
