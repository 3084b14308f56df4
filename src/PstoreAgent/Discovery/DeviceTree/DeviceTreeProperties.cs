using System.Buffers.Binary;
using System.Text;

namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>Properties as the kernel reads them (drivers/of/base.c, property.c).</summary>
internal static class DeviceTreeProperties
{
    private const int CellSize = 4, MostCells = 4;

    public static bool Has(this IDeviceTreeNode node, string property) => node.TryGet(property, out _);

    /// <summary>The first cell; null where there is no property, or none that holds a cell.</summary>
    public static uint? Cell(this IDeviceTreeNode node, string property) =>
        node.TryGet(property, out ReadOnlyMemory<byte> value) && value.Length >= CellSize ? BinaryPrimitives.ReadUInt32BigEndian(value.Span) : null;

    /// <summary>The first string; null where there is no property.</summary>
    public static string? Word(this IDeviceTreeNode node, string property)
    {
        if (!node.TryGet(property, out ReadOnlyMemory<byte> value)) return null;
        int end = value.Span.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? value.Span : value.Span[..end]);
    }

    /// <summary>Whether one of the strings of "compatible" is <paramref name="wanted"/>; case doesn't count (of_compat_cmp).</summary>
    public static bool IsCompatible(this IDeviceTreeNode node, string wanted)
    {
        if (!node.TryGet("compatible", out ReadOnlyMemory<byte> value)) return false;
        foreach (string name in Encoding.Latin1.GetString(value.Span).Split('\0'))
            if (name.Equals(wanted, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>Whether the status is "okay", "ok" or not given (of_device_is_available).</summary>
    public static bool IsAvailable(this IDeviceTreeNode node) => node.Word("status") is null or "okay" or "ok";

    /// <summary>Cells of an address in the node's children: its own word, else that of the nearest node above, else 1.</summary>
    public static int AddressCells(this IDeviceTreeNode node) => Inherited(node, "#address-cells");

    /// <summary>Cells of a size in the node's children.</summary>
    public static int SizeCells(this IDeviceTreeNode node) => Inherited(node, "#size-cells");

    /// <summary>Whether numbers of that many cells can be read: one to four.</summary>
    public static bool AreCells(int cells) => cells is >= 1 and <= MostCells;

    /// <summary>A number of some cells; of more than two the last two count, as in the kernel (of_read_number).</summary>
    public static ulong TakeCells(ref ReadOnlySpan<byte> bytes, int cells)
    {
        ulong value = 0;
        for (int i = 0; i < cells; i++)
        {
            value = (value << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes);
            bytes = bytes[CellSize..];
        }

        return value;
    }

    /// <summary>Bytes of that many cells.</summary>
    public static int BytesOf(int cells) => cells * CellSize;

    private static int Inherited(IDeviceTreeNode? node, string property)
    {
        for (; node != null; node = node.Parent)
            if (node.Cell(property) is { } cells) return (int)Math.Min(cells, int.MaxValue);
        return 1;
    }
}
