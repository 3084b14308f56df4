using Pstore;
using Pstore.Ram;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.DeviceTree;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Doctor.Block;
using PstoreAgent.Doctor.Sizes;

namespace PstoreAgent.Doctor;

/// <summary>All that the checks look at: a running machine, or files on a desk.</summary>
internal sealed class Setup
{
    /// <param name="discovery">What names a region.</param>
    /// <param name="tree">The device tree; null where there is none.</param>
    /// <param name="options">What the user says.</param>
    /// <param name="hasMachine">Whether there is a running machine, and not files of it alone.</param>
    public Setup(DiscoveryResult discovery, DeviceTreeSource? tree, DiscoveryOptions options, bool hasMachine)
    {
        (Discovery, Tree, HasMachine) = (discovery, tree, hasMachine);
        Kernel = options.Kernel ?? discovery.Machine.RunningKernel?.Version;
        Nodes = tree == null ? [] : [.. RamoopsNode.Nodes(tree)];
        Cpus = options.Cpus ?? discovery.Machine.Cpus ?? CpusOf(tree) ?? 1;
        List<RegionCandidate> byNode = [];
        foreach (IDeviceTreeNode node in Nodes) byNode.Add(RamoopsNode.Read(tree!, node, Kernel));
        var judged = new JudgedRegion(Machine, discovery.Candidates, byNode, Kernel, Cpus);
        (Region, Line, Driver) = (judged.Find(), judged.Line, judged.Driver);
        if (Region is { Kind: DiscoverySource.DeviceTree } found) Node = Nodes[byNode.FindIndex(node => node.Origin == found.Origin)];
        Parameters = JudgedRegion.Parameters(Region, Cpus);
        if (Parameters != null) (Layout, LayoutError) = RamoopsLayout.Compute(Parameters, LayoutKernel);
        Block = BlockSetup.Of(this, options);
    }

    public DiscoveryResult Discovery { get; }

    public Machine Machine => Discovery.Machine;

    public DeviceTreeSource? Tree { get; }

    /// <summary>Whether facts of a running system can be had.</summary>
    public bool HasMachine { get; }

    /// <summary>The kernel that is to record; null where nothing tells.</summary>
    public KernelVersion? Kernel { get; }

    /// <summary>The kernel whose layout is shown: the newest that is known where nothing tells.</summary>
    public KernelVersion LayoutKernel => Kernel ?? KernelVersion.NewestKnown;

    /// <summary>Nodes compatible with "ramoops", in the order of the tree.</summary>
    public IReadOnlyList<IDeviceTreeNode> Nodes { get; }

    /// <summary>The node of the region; null where parameters name it, or nothing does.</summary>
    public IDeviceTreeNode? Node { get; }

    /// <summary>The region that the kernel would use, as it was asked for, sizes not rounded; null where nothing names one.</summary>
    public RegionCandidate? Region { get; }

    /// <summary>Whether a place for ramoops is named.</summary>
    public bool HasRegion => Region != null || Node != null;

    /// <summary>The block store that the board is to record in; null where that is ramoops.</summary>
    public BlockSetup? Block { get; }

    /// <summary>What the ramoops parameters of the kernel command line name; null without any.</summary>
    public RegionCandidate? Line { get; }

    /// <summary>What the driver shows; null where nothing does.</summary>
    public RegionCandidate? Driver { get; }

    /// <summary>Whether parameters of the kernel command line are meant to name a region, and be it in vain.</summary>
    public bool NamesPlace => Machine.HasArgument("ramoops.mem_address") || Machine.HasArgument("ramoops.mem_size") || Machine.HasArgument("ramoops.mem_name");

    /// <summary>nr_cpu_ids, 1 where nothing tells.</summary>
    public int Cpus { get; }

    /// <summary>The sizes; null where they are not known.</summary>
    public RamoopsParameters? Parameters { get; }

    /// <summary>The zones that come of them; null where the kernel would refuse them.</summary>
    public RamoopsLayout? Layout { get; }

    /// <summary>Why it would.</summary>
    public Diagnostic? LayoutError { get; }

    /// <summary>The sizes that all fixes tell; null where the region is too small for any, or not known.</summary>
    public RamoopsParameters? Plan => field ??= Region is { MemSize: > 0 and { } size } ? SizePlan.Find(this, size) : null;

    /// <summary>Whether the sizes stand in the device tree, so that it is there that they are changed.</summary>
    public bool IsByTree => Region?.Kind == DiscoverySource.DeviceTree;

    /// <summary>Nodes of which the kernel makes a device.</summary>
    public IEnumerable<IDeviceTreeNode> ActiveNodes => Nodes.Where(node => NodeRules.WhyIgnored(node, Kernel) == null);

    /// <summary>The name of a node with the tree that it is in.</summary>
    public string Name(IDeviceTreeNode node) => Tree!.Name(node);

    public bool? Has(KernelChange change) => Kernel is { } kernel ? change.In(kernel) : null;

    /// <summary>A size as a line of the device tree or of the kernel command line, whichever names the region.</summary>
    /// <param name="zone">"record", "console", "ftrace", "pmsg" or "ecc".</param>
    /// <param name="value">Bytes.</param>
    public Fix SizeFix(string zone, long value)
    {
        bool inTree = IsByTree || Region == null;
        if (zone == SizePlan.Ecc) return inTree ? Fix.Tree($"ecc-size = <{value}>;") : Fix.Argument($"ramoops.ecc={value}");
        return inTree ? Fix.Size($"{zone}-size", value) : Fix.Argument($"ramoops.{zone}_size=0x{value:x}");
    }

    private static int? CpusOf(DeviceTreeSource? tree)
    {
        if (tree == null || DeviceTreeWalk.Child(tree.Root, "cpus") is not { } cpus) return null;
        int count = cpus.Children.Count(node => node.Word("device_type") == "cpu");
        return count == 0 ? null : count;
    }
}
