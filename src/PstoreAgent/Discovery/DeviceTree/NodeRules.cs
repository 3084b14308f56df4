using Pstore;

namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>Why a kernel passes over a node: drivers/of/fdt.c (__reserved_mem_check_root), of_device_is_available, the age of the binding.</summary>
internal static class NodeRules
{
    private const string AddressCells = "#address-cells", SizeCells = "#size-cells";

    /// <summary>The reason; null when there is none.</summary>
    public static string? WhyIgnored(IDeviceTreeNode node, KernelVersion? kernel)
    {
        if (kernel is { } version && !KernelChanges.DeviceTreeNodes.In(version)) return $"kernels before 4.8 don't look for such nodes, and this is {version}";

        // The kernel looks for such nodes in the whole tree, and at the status of each alone (drivers/of/platform.c, reserved_mem_matches).
        if (!node.IsAvailable()) return $"its status is \"{node.Word("status")}\"";
        return IsReservedMemory(node.Parent) ? CellsProblem(node.Parent!) : null;
    }

    /// <summary>Whether it is the /reserved-memory that the kernel looks into.</summary>
    public static bool IsReservedMemory(IDeviceTreeNode? node) => node is { Name: RamoopsNode.ReservedMemory, Parent: { Parent: null } };

    /// <summary>What is wrong with the cells of /reserved-memory, which have to be those of the root; null when nothing is.</summary>
    public static string? CellsProblem(IDeviceTreeNode reserved)
    {
        IDeviceTreeNode root = reserved.Parent!;
        foreach (string property in (string[])[AddressCells, SizeCells])
        {
            uint wanted = root.Cell(property) ?? 1;
            if (reserved.Cell(property) is not { } cells) return $"{reserved.Path} has no {property}";
            if (cells != wanted) return $"{reserved.Path} has {property} {cells}, the root has {wanted}";
        }

        return null;
    }
}
