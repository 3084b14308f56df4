using System.Globalization;
using System.Text;
using Pstore;
using Pstore.Ram;

namespace PstoreAgent.Doctor.Generate;

/// <summary>The source of a tree with one ramoops node; what else says the same, and the zones, stand in its comments.</summary>
internal static class NodeText
{
    // Of the module parameter ecc, 1 is a switch that means 16 (ramoops_register_dummy).
    private const int Switch = 1;

    /// <param name="request">The region.</param>
    /// <param name="layout">Its zones.</param>
    public static string Write(NodeRequest request, RamoopsLayout layout)
    {
        RamoopsParameters sizes = request.Sizes;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            /dts-v1/;

            /*
             * reserved-memory belongs into the board's own tree: #address-cells and #size-cells
             * have to be those of its root.
             */
            / {
            	#address-cells = <{{request.AddressCells}}>;
            	#size-cells = <{{request.SizeCells}}>;

            	reserved-memory {
            		#address-cells = <{{request.AddressCells}}>;
            		#size-cells = <{{request.SizeCells}}>;
            		ranges;

            		ramoops@{{request.Base:x}} {
            			compatible = "ramoops";
            			reg = <{{CellsText.Of(request.Base, request.AddressCells)}} {{CellsText.Of((ulong)sizes.MemSize, request.SizeCells)}}>;

            """);
        if (request.NoMap) text.Append("\t\t\tno-map;\n");
        foreach ((string property, long size) in ((string, long)[])[("record-size", sizes.RecordSize), ("console-size", sizes.ConsoleSize), ("ftrace-size", sizes.FtraceSize), ("pmsg-size", sizes.PmsgSize)])
            if (size > 0) text.Append(CultureInfo.InvariantCulture, $"\t\t\t{property} = <0x{size:x}>;\n");
        if (sizes.EccSize > 0) text.Append(CultureInfo.InvariantCulture, $"\t\t\tecc-size = <{sizes.EccSize}>;\n");
        if (sizes.Flags > 0) text.Append(CultureInfo.InvariantCulture, $"\t\t\tflags = <{sizes.Flags}>;\n");
        text.Append("\t\t};\n\t};\n};\n\n");
        WriteParameters(text, request);
        WriteZones(text, request, layout);
        return text.ToString();
    }

    private static void WriteParameters(StringBuilder text, NodeRequest request)
    {
        RamoopsParameters sizes = request.Sizes;
        string[] parameters =
        [
            $"mem_address=0x{request.Base:x}", $"mem_size=0x{sizes.MemSize:x}", $"record_size=0x{sizes.RecordSize:x}", $"console_size=0x{sizes.ConsoleSize:x}",
            $"ftrace_size=0x{sizes.FtraceSize:x}", $"pmsg_size=0x{sizes.PmsgSize:x}", string.Create(CultureInfo.InvariantCulture, $"ecc={sizes.EccSize}"),
        ];
        text.Append("/*\n * The same without a device tree, where something else keeps the memory from the kernel:\n *\n * kernel command line\n");
        text.Append(CultureInfo.InvariantCulture, $" *   {string.Join(' ', parameters.Select(parameter => "ramoops." + parameter))}\n");
        text.Append(CultureInfo.InvariantCulture, $" *\n * /etc/modprobe.d/ramoops.conf\n *   options ramoops {string.Join(' ', parameters)}\n");
        if (sizes.EccSize == Switch) text.Append(" *\n * As a parameter ecc=1 means 16 parity bytes; one parity byte can be had by the node alone.\n");
        if (sizes.FtraceSize > 0 && KernelChanges.FtraceFlags.In(request.Kernel) && !sizes.FtracePerCpu)
            text.Append(" *\n * Parameters give each CPU an ftrace zone of its own; in the node flags = <1> does.\n");
    }

    private static void WriteZones(StringBuilder text, NodeRequest request, RamoopsLayout layout)
    {
        text.Append(CultureInfo.InvariantCulture, $" *\n * Zones with a kernel {request.Kernel}\n *   {"zone",-12} {"offset",9} {"size",9} {"data",9}\n");
        IReadOnlyList<Zone> zones = layout.Zones;
        for (int i = 0; i < zones.Count; i++)
        {
            // Zones of one kind are of one size.
            Zone zone = zones[i];
            string name = zone.Count > 1 ? $"{zone.Kind.Name()} 0-{zone.Count - 1}" : zone.Kind.Name();
            text.Append(CultureInfo.InvariantCulture, $" *   {name,-12} {$"0x{zone.Offset:x}",9} {$"0x{zone.Size:x}",9} {$"0x{zone.DataSize:x}",9}{(zone.Count > 1 ? " each" : "")}\n");
            i += zone.Count - 1;
        }

        if (layout.UnusedBytes > 0) text.Append(CultureInfo.InvariantCulture, $" *   {"(unused)",-12} {$"0x{zones[^1].End:x}",9} {$"0x{layout.UnusedBytes:x}",9}\n");
        text.Append(" */\n");
    }
}
