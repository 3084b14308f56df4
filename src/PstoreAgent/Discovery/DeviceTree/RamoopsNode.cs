using Pstore;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>
/// A node compatible with "ramoops" (fs/pstore/ram.c, ramoops_parse_dt; drivers/of/of_reserved_mem.c). A property that is missing is 0.
/// "unbuffered" and "mem-type" (which 5.13 to 5.19 took for record-size at first, to no effect) say how the kernel maps the region,
/// "max-reason" and "no-dump-oops" what it writes: they don't change the layout.
/// </summary>
internal static class RamoopsNode
{
    public const string Compatible = "ramoops", ReservedMemory = "reserved-memory";

    /// <summary>All such nodes of the tree, in its order.</summary>
    public static List<RegionCandidate> FindAll(DeviceTreeSource tree, KernelVersion? kernel)
    {
        var found = new List<RegionCandidate>();
        foreach (IDeviceTreeNode node in Nodes(tree)) found.Add(Read(tree, node, kernel));
        return found;
    }

    /// <summary>The same as nodes.</summary>
    public static IEnumerable<IDeviceTreeNode> Nodes(DeviceTreeSource tree) =>
        DeviceTreeWalk.Below(tree.Root).Where(node => node.IsCompatible(Compatible)).Take(DiscoveryLimits.Candidates);

    /// <summary>What one of them says.</summary>
    public static RegionCandidate Read(DeviceTreeSource tree, IDeviceTreeNode node, KernelVersion? kernel)
    {
        List<NodeRange> reg = NodeRange.Of(node, out string? ignored);
        NodeRange? first = reg.Count > 0 ? reg[0] : null;
        ulong? address = first is { } range ? Address(node, range.Address, ref ignored) : null;
        var sizes = new NodeSizes(node);
        bool hasFlags = kernel is not { } version || KernelChanges.FtraceFlags.In(version);
        RegionCandidate candidate = new(DiscoverySource.DeviceTree, tree.Name(node))
        {
            Address = address,
            MemSize = first is { Size: > 0 and <= long.MaxValue } whole ? (long)whole.Size : null,
            RecordSize = sizes.Record,
            ConsoleSize = sizes.Console,
            FtraceSize = sizes.Ftrace,
            PmsgSize = sizes.Pmsg,
            Ecc = sizes.Ecc,
            Flags = hasFlags ? sizes.Flags : 0,
            NoMap = node.Has("no-map"),
        };
        candidate = AsOnChromebooks(candidate, node, kernel);
        return candidate with { Ignored = NodeRules.WhyIgnored(node, kernel) ?? ignored ?? sizes.Problem ?? NoSize(candidate) };
    }

    // Behind a bus that leads nowhere the number is no address of the processor; in /reserved-memory it was meant as one.
    private static ulong? Address(IDeviceTreeNode node, ulong written, ref string? ignored)
    {
        ulong? address = BusAddress.Translate(node, written, out string? problem);
        ignored ??= problem;
        return address ?? (NodeRules.IsReservedMemory(node.Parent) ? written : null);
    }

    private static string? NoSize(RegionCandidate region) =>
        region.MemSize == null ? "its reg has no size"
        : region is { RecordSize: 0, ConsoleSize: 0, FtraceSize: 0, PmsgSize: 0 } ? "it gives no zone a size" : null;

    /// <summary>Old Chromebooks have the node outside /reserved-memory and no other size: newer kernels add what their first kernel had.</summary>
    private static RegionCandidate AsOnChromebooks(RegionCandidate region, IDeviceTreeNode node, KernelVersion? kernel)
    {
        if (DeviceTreeWalk.BaseName(node.Parent!) == ReservedMemory || region is not { ConsoleSize: 0, FtraceSize: 0, PmsgSize: 0, Ecc: 0 }) return region;
        if (kernel is not { } version) return region with { ConsoleSize = null, PmsgSize = null };
        return KernelChanges.ChromebookNodes.In(version) ? region with { ConsoleSize = region.RecordSize, PmsgSize = region.RecordSize } : region;
    }
}
