namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>A range of addresses that a node's "reg" names.</summary>
internal sealed record NodeRange(ulong Address, ulong Size)
{
    public bool Covers(ulong address, long size) =>
        Size > 0 && address >= Address && address - Address < Size && (ulong)size <= Size - (address - Address);

    /// <summary>Whether it has a byte in common with another.</summary>
    public bool Touches(NodeRange other) =>
        Size > 0 && other.Size > 0 && Address <= other.Last && other.Address <= Last;

    /// <summary>The last address; the first where the size is 0.</summary>
    public ulong Last => Size == 0 ? Address : Address + (Size - 1) < Address ? ulong.MaxValue : Address + (Size - 1);

    public override string ToString() => $"{Address:x}-{Last:x}";

    /// <summary>All ranges of a node's "reg", in the cells of its parent; <paramref name="problem"/> says why there are none.</summary>
    public static List<NodeRange> Of(IDeviceTreeNode node, out string? problem)
    {
        var ranges = new List<NodeRange>();
        problem = null;
        if (!node.TryGet("reg", out ReadOnlyMemory<byte> reg) || reg.IsEmpty) problem = "it has no reg";
        if (problem != null || node.Parent is not { } parent) return ranges;
        int addressCells = parent.AddressCells(), sizeCells = parent.SizeCells();
        if (!DeviceTreeProperties.AreCells(addressCells) || !DeviceTreeProperties.AreCells(sizeCells))
        {
            problem = $"its parent's #address-cells {addressCells} and #size-cells {sizeCells} can't hold a region";
            return ranges;
        }

        int entry = DeviceTreeProperties.BytesOf(addressCells + sizeCells);
        if (reg.Length % entry != 0)
        {
            problem = $"its reg has {reg.Length} bytes, which is no multiple of {entry} (#address-cells {addressCells}, #size-cells {sizeCells})";
            return ranges;
        }

        ReadOnlySpan<byte> rest = reg.Span;
        while (!rest.IsEmpty)
        {
            ulong address = DeviceTreeProperties.TakeCells(ref rest, addressCells);
            ranges.Add(new NodeRange(address, DeviceTreeProperties.TakeCells(ref rest, sizeCells)));
        }

        return ranges;
    }
}
