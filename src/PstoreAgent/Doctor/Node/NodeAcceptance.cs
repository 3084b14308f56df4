using System.Globalization;
using PstoreAgent.Discovery.DeviceTree;

namespace PstoreAgent.Doctor.Node;

/// <summary>
/// What makes the kernel pass over a node: status (of_device_is_available), cells and ranges of /reserved-memory
/// (drivers/of/of_reserved_mem.c, __reserved_mem_check_root).
/// </summary>
internal static class NodeAcceptance
{
    private const string AddressCells = "#address-cells", SizeCells = "#size-cells";

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (setup.Node is not { } node) yield break;
        yield return Status(node);
        if (!NodeRules.IsReservedMemory(node.Parent))
        {
            yield return Place(setup, node);
            yield break;
        }

        yield return Cells(setup, node.Parent!);
        yield return Ranges(node.Parent!);
    }

    private static Finding Status(IDeviceTreeNode node) => node.IsAvailable()
        ? Finding.Ok("node-status", "the node is not disabled")
        : Finding.Problem("node-status", $"{node.Path} is disabled", $"its status is \"{node.Word("status")}\": the kernel makes no device of it", Fix.Tree("status = \"okay\";"));

    private static Finding Cells(Setup setup, IDeviceTreeNode reserved)
    {
        if (setup.Tree!.IsPart) return Finding.Unknown("node-cells", "whether the cells of /reserved-memory are those of the root: the root's are not in this file");
        if (NodeRules.CellsProblem(reserved) is not { } problem) return Finding.Ok("node-cells", "the cells of /reserved-memory are those of the root");
        Fix[] fixes = Rewritten(setup.Tree.Root, reserved);
        return Finding.Problem("node-cells", "The cells of /reserved-memory are not those of the root", $"{problem}: the kernel reads none of its nodes", fixes)
            .Advising(fixes.Length == 0 ? "write /reserved-memory and the reg of its nodes in the cells of the root" : null);
    }

    /// <summary>The cells, and reg of each node in them; none where one does not fit.</summary>
    private static Fix[] Rewritten(IDeviceTreeNode root, IDeviceTreeNode reserved)
    {
        int addressCells = root.AddressCells(), sizeCells = root.SizeCells();
        List<Fix> fixes = [Cell(AddressCells, addressCells, reserved), Cell(SizeCells, sizeCells, reserved)];
        if (!DeviceTreeProperties.AreCells(addressCells) || !DeviceTreeProperties.AreCells(sizeCells)) return [];
        foreach (IDeviceTreeNode node in reserved.Children)
        {
            var reg = new List<string>();
            foreach (NodeRange range in NodeRange.Of(node, out _))
            {
                if ((addressCells == 1 && range.Address > uint.MaxValue) || (sizeCells == 1 && range.Size > uint.MaxValue)) return [];
                reg.Add($"<{CellsText.Of(range.Address, addressCells)} {CellsText.Of(range.Size, sizeCells)}>");
            }

            if (reg.Count > 0) fixes.Add(Fix.Tree($"reg = {string.Join(", ", reg)};", node.Path));
        }

        return [.. fixes];
    }

    private static Fix Cell(string property, int cells, IDeviceTreeNode node) =>
        Fix.Tree(string.Create(CultureInfo.InvariantCulture, $"{property} = <{cells}>;"), node.Path);

    private static Finding Ranges(IDeviceTreeNode reserved)
    {
        if (reserved.Has("ranges")) return Finding.Ok("node-ranges", "/reserved-memory has ranges");
        string typo = reserved.Has("range") ? " (it has \"range\", which means nothing)" : "";
        return Finding.Problem("node-no-ranges", "/reserved-memory has no ranges", $"without it the kernel reserves nothing and passes over all its nodes{typo}", Fix.Tree("ranges;", reserved.Path));
    }

    private static Finding Place(Setup setup, IDeviceTreeNode node)
    {
        NodeRange? reg = NodeRange.Of(node, out _) is [var first, ..] ? first : null;
        if (reg is { } written && BusAddress.Translate(node, written.Address, out string? problem) == null)
        {
            return Finding.Problem("node-bus", "The node's reg is no address of the processor", problem!, InMemory(setup, written)
                ? [SetupLines.Generate(setup.Region! with { Address = written.Address })]
                : OneToOne(node));
        }

        return setup.Region is { Address: { } address, MemSize: { } size } && InMemory(setup, new NodeRange(address, (ulong)size))
            ? Finding.Problem("node-not-reserved", $"{node.Path} is not in /reserved-memory", "the region lies in a memory node, and nothing keeps the kernel from using it",
                SetupLines.Generate(setup.Region))
            : Finding.Ok("node-place", $"{node.Path} lies outside /reserved-memory, and outside all memory nodes");
    }

    private static bool InMemory(Setup setup, NodeRange region)
    {
        foreach (NodeRange bank in new DeviceTreeMemory(setup.Tree).Banks())
            if (bank.Touches(region)) return true;
        return false;
    }

    // An empty ranges is one to one.
    private static Fix[] OneToOne(IDeviceTreeNode node)
    {
        var fixes = new List<Fix>();
        for (IDeviceTreeNode? bus = node.Parent; bus?.Parent != null; bus = bus.Parent)
            if (!bus.TryGet("ranges", out ReadOnlyMemory<byte> ranges) || !ranges.IsEmpty) fixes.Add(Fix.Tree("ranges;", bus.Path));
        return [.. fixes];
    }
}
