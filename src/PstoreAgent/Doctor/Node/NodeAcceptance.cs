using System.Globalization;
using PstoreAgent.Discovery.DeviceTree;

namespace PstoreAgent.Doctor.Node;

/// <summary>
/// What makes the kernel pass over a node: status (of_device_is_available), cells and ranges of /reserved-memory
/// (drivers/of/of_reserved_mem.c, __reserved_mem_check_root).
/// </summary>
internal static class NodeAcceptance
{
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

    private static Finding Status(IDeviceTreeNode node)
    {
        for (IDeviceTreeNode? part = node; part != null; part = part.Parent)
        {
            if (part.IsAvailable()) continue;
            return Finding.Problem("node-status", $"{part.Path} is disabled", $"its status is \"{part.Word("status")}\": the kernel makes no device of it", Fix.Tree("status = \"okay\";"));
        }

        return Finding.Ok("node-status", "the node is not disabled");
    }

    private static Finding Cells(Setup setup, IDeviceTreeNode reserved)
    {
        if (setup.Tree!.IsPart) return Finding.Unknown("node-cells", "whether the cells of /reserved-memory are those of the root: the root's are not in this file");
        if (NodeRules.CellsProblem(reserved) is not { } problem) return Finding.Ok("node-cells", "the cells of /reserved-memory are those of the root");
        IDeviceTreeNode root = setup.Tree.Root;
        return Finding.Problem("node-cells", "The cells of /reserved-memory are not those of the root", $"{problem}: the kernel reads none of its nodes; reg has to be written in the same cells",
            Cell("#address-cells", root), Cell("#size-cells", root));
    }

    private static Fix Cell(string property, IDeviceTreeNode root) =>
        Fix.Tree(string.Create(CultureInfo.InvariantCulture, $"{property} = <{root.Cell(property) ?? 1}>;"));

    private static Finding Ranges(IDeviceTreeNode reserved)
    {
        if (reserved.Has("ranges")) return Finding.Ok("node-ranges", "/reserved-memory has ranges");
        string typo = reserved.Has("range") ? " (it has \"range\", which means nothing)" : "";
        return Finding.Problem("node-no-ranges", "/reserved-memory has no ranges", $"without it the kernel reserves nothing and passes over all its nodes{typo}", Fix.Tree("ranges;"));
    }

    private static Finding Place(Setup setup, IDeviceTreeNode node)
    {
        if (NodeRange.Of(node, out _) is [var reg, ..] && BusAddress.Translate(node, reg.Address, out string? problem) == null)
            return Finding.Problem("node-bus", "The node's reg is no address of the processor", problem!, Fix.Tree("ranges;"));
        bool free = setup.Region is { Address: { } address, MemSize: { } size } && new DeviceTreeMemory(setup.Tree).Banks().Any(bank => bank.Touches(new NodeRange(address, (ulong)size)));
        return free
            ? Finding.Problem("node-not-reserved", $"{node.Path} is not in /reserved-memory", "the region lies in a memory node, and nothing keeps the kernel from using it",
                SetupLines.Generate(setup.Region))
            : Finding.Ok("node-place", $"{node.Path} lies outside /reserved-memory, and outside all memory nodes");
    }
}
