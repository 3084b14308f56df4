namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>The numbers of a ramoops node, one cell each: 0 where the property is missing, null where the kernel refuses it (ramoops_parse_dt_u32).</summary>
internal sealed class NodeSizes
{
    public NodeSizes(IDeviceTreeNode node)
    {
        Record = Read(node, "record-size");
        Console = Read(node, "console-size");
        Ftrace = Read(node, "ftrace-size");
        Pmsg = Read(node, "pmsg-size");
        Ecc = (int?)Read(node, "ecc-size");
        Flags = (uint?)Read(node, "flags");
    }

    public long? Record { get; }

    public long? Console { get; }

    public long? Ftrace { get; }

    public long? Pmsg { get; }

    public int? Ecc { get; }

    public uint? Flags { get; }

    /// <summary>The properties that it refuses.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Why the driver gives the node up; null when it doesn't.</summary>
    public string? Problem { get; private set; }

    private long? Read(IDeviceTreeNode node, string property)
    {
        if (!node.TryGet(property, out ReadOnlyMemory<byte> value)) return 0;
        uint? cell = node.Cell(property);
        if (cell <= int.MaxValue) return cell;
        Wrong.Add(property);
        Problem ??= cell == null ? $"its {property} has {value.Length} bytes in place of a cell" : $"its {property} is larger than 0x7fffffff";
        return null;
    }
}
