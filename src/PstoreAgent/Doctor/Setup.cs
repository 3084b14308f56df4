using Pstore;
using Pstore.Ram;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.DeviceTree;
using PstoreAgent.Discovery.Facts;

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
        Node = Nodes.FirstOrDefault(node => NodeRules.WhyIgnored(node, null) == null) ?? (Nodes.Count > 0 ? Nodes[0] : null);
        Region = FindRegion();
        Cpus = options.Cpus ?? discovery.Machine.Cpus ?? CpusOf(tree) ?? 1;
        if (Region is not { MemSize: { } size, RecordSize: { } record }) return;
        Parameters = new RamoopsParameters(size, record, Region.ConsoleSize ?? 0, Region.FtraceSize ?? 0, Region.PmsgSize ?? 0, Region.Ecc ?? 0, Region.Flags ?? 0, Cpus);
        (Layout, LayoutError) = RamoopsLayout.Compute(Parameters, LayoutKernel);
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

    /// <summary>The node that counts: the first that the kernel doesn't pass over, else the first.</summary>
    public IDeviceTreeNode? Node { get; }

    /// <summary>The region as it was asked for, sizes not rounded; null where nothing names one.</summary>
    public RegionCandidate? Region { get; }

    /// <summary>nr_cpu_ids, 1 where nothing tells.</summary>
    public int Cpus { get; }

    /// <summary>The sizes; null where they are not known.</summary>
    public RamoopsParameters? Parameters { get; }

    /// <summary>The zones that come of them; null where the kernel would refuse them.</summary>
    public RamoopsLayout? Layout { get; }

    /// <summary>Why it would.</summary>
    public Diagnostic? LayoutError { get; }

    /// <summary>Whether the sizes stand in the device tree, so that it is there that they are changed.</summary>
    public bool IsByTree => Region?.Kind == DiscoverySource.DeviceTree;

    /// <summary>The name of a node with the tree that it is in.</summary>
    public string Name(IDeviceTreeNode node) => Tree!.Name(node);

    public bool? Has(KernelChange change) => Kernel is { } kernel ? change.In(kernel) : null;

    /// <summary>A size as a line of the device tree or of the kernel command line, whichever names the region.</summary>
    /// <param name="zone">"record", "console", "ftrace", "pmsg" or "mem".</param>
    /// <param name="value">Bytes.</param>
    public Fix SizeFix(string zone, long value) => IsByTree || Region == null ? Fix.Size($"{zone}-size", value) : Fix.Argument($"ramoops.{zone}_size=0x{value:x}");

    // What the user wrote comes before what the driver made of it.
    private RegionCandidate? FindRegion()
    {
        RegionCandidate? node = Node == null ? null : RamoopsNode.Read(Tree!, Node, Kernel);
        if (node is { Ignored: null }) return node;
        RegionCandidate? line = Of(DiscoverySource.CommandLine), driver = Of(DiscoverySource.Driver);
        return line is { Ignored: null } ? line : driver ?? node ?? line;
    }

    private RegionCandidate? Of(DiscoverySource kind) => Discovery.Candidates.FirstOrDefault(candidate => candidate.Kind == kind && candidate.MemSize > 0);

    private static int? CpusOf(DeviceTreeSource? tree)
    {
        if (tree == null || DeviceTreeWalk.Child(tree.Root, "cpus") is not { } cpus) return null;
        int count = cpus.Children.Count(node => node.Word("device_type") == "cpu");
        return count == 0 ? null : count;
    }
}
