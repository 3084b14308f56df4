using System.Buffers.Binary;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>
/// Makes a tree of a part of one, as far as it goes: an overlay, or source that others include. What its fragments say goes where they
/// point to, and what only the base tree says of /reserved-memory is assumed, so that the nodes in it can be read.
/// </summary>
internal static class TreeParts
{
    public const string Fragment = "fragment", Content = "__overlay__";

    private const string Target = "target-path", AddressCells = "#address-cells", SizeCells = "#size-cells", Ranges = "ranges";

    /// <summary>The tree as one that can be read; how much of it is assumed is told.</summary>
    public static DeviceTreeSource Assemble(FlattenedNode root, string origin, bool isText)
    {
        bool hasMoved = MoveFragments(root, out bool hasFragments), hasCells = root.Has(AddressCells) || root.Has(SizeCells);
        var tree = new DeviceTreeSource(root, origin) { IsPart = hasMoved || (!hasCells && (isText || hasFragments)) };
        if (!tree.IsPart || root.ChildCalled(RamoopsNode.ReservedMemory) is not { } reserved) return tree;
        bool knowsCells = true, assumesRanges = !reserved.Has(Ranges);
        if (!reserved.Has(AddressCells) && !reserved.Has(SizeCells)) knowsCells = hasCells ? Assume(reserved, root.AddressCells(), root.SizeCells()) : AssumeOfReg(reserved);
        if (assumesRanges) reserved.Add(Ranges, default);
        return tree with { AssumesRanges = assumesRanges, KnowsCells = knowsCells };
    }

    private static bool MoveFragments(FlattenedNode root, out bool any)
    {
        bool hasMoved = any = false;
        foreach (IDeviceTreeNode child in root.Children.ToArray())
        {
            if (child is not FlattenedNode node || node.ChildCalled(Content) is not { } content) continue;
            any = true;
            if (Find(root, node, content) is not { } target) continue;
            hasMoved = true;
            target.Merge(content);
            root.Remove(node.Name);
        }

        return hasMoved;
    }

    /// <summary>Where a fragment points to: a label of the base tree could be any node, but with a ramoops node in it, it is /reserved-memory.</summary>
    private static FlattenedNode? Find(FlattenedNode root, FlattenedNode fragment, FlattenedNode content)
    {
        string path = fragment.Word(Target) ?? "";
        if (path.Length == 0)
        {
            if (!content.Children.Any(node => node.IsCompatible(RamoopsNode.Compatible))) return null;
            path = RamoopsNode.ReservedMemory;
        }

        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > DiscoveryLimits.DeviceTreeDepth) return null;
        FlattenedNode at = root;
        foreach (string part in parts) at = at.Ensure(part);
        return at;
    }

    // An address of two cells with a size of one or two; of one cell each; anything else can be read in several ways.
    private static bool AssumeOfReg(FlattenedNode reserved)
    {
        foreach (IDeviceTreeNode node in reserved.Children)
        {
            if (!node.IsCompatible(RamoopsNode.Compatible) || !node.TryGet("reg", out ReadOnlyMemory<byte> reg)) continue;
            return (reg.Length / sizeof(uint)) switch
            {
                2 => Assume(reserved, 1, 1),
                3 => Assume(reserved, 2, 1),
                4 => Assume(reserved, 2, 2),
                _ => false,
            };
        }

        return false;
    }

    private static bool Assume(FlattenedNode reserved, int address, int size)
    {
        reserved.Add(AddressCells, Cell(address));
        reserved.Add(SizeCells, Cell(size));
        return true;
    }

    private static byte[] Cell(int number)
    {
        byte[] cell = new byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(cell, number);
        return cell;
    }
}
