using Pstore;
using Pstore.Ram;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Doctor;

/// <summary>
/// The region that the kernel uses: the one that the bound driver holds, else the first that is probed and not refused. There is a device
/// for each node and one for the parameters, and the driver takes one (fs/pstore/ram.c, ramoops_init, ramoops_probe).
/// </summary>
/// <param name="machine">The machine, for what is bound and how the driver was built.</param>
/// <param name="candidates">What names a region.</param>
/// <param name="nodes">The nodes of the tree, as regions.</param>
/// <param name="kernel">The kernel; null where nothing tells.</param>
/// <param name="cpus">nr_cpu_ids.</param>
internal sealed class JudgedRegion(Machine machine, IReadOnlyList<RegionCandidate> candidates, IReadOnlyList<RegionCandidate> nodes, KernelVersion? kernel, int cpus)
{
    /// <summary>What the ramoops parameters of the kernel command line name; null without any.</summary>
    public RegionCandidate? Line { get; } = Of(candidates, DiscoverySource.CommandLine) is { RecordSize: not null } line ? line : null;

    /// <summary>What the driver shows; null where nothing does.</summary>
    public RegionCandidate? Driver { get; } = Of(candidates, DiscoverySource.Driver);

    /// <summary>Null where nothing names a region.</summary>
    public RegionCandidate? Find()
    {
        List<RegionCandidate> probed = Order();
        if (machine.DriverBound == true && Driver is { Address: { } held })
        {
            RegionCandidate? bound = probed.Find(region => Holds(region, held) && IsAccepted(region)) ?? probed.Find(region => Holds(region, held));
            return bound != null ? bound with { Address = held } : Driver.MemSize > 0 ? Driver : probed.Find(region => region.Address == held) ?? Driver;
        }

        return probed.Find(IsAccepted) ?? probed.Find(region => region.Ignored == null) ?? (Driver?.MemSize > 0 ? Driver : null) ?? (nodes.Count > 0 ? nodes[0] : Line);
    }

    /// <summary>What the driver is asked to lay out; null where not all sizes are known.</summary>
    public static RamoopsParameters? Parameters(RegionCandidate? region, int cpus) =>
        region is { MemSize: { } size, RecordSize: { } record }
            ? new RamoopsParameters(size, record, region.ConsoleSize ?? 0, region.FtraceSize ?? 0, region.PmsgSize ?? 0, region.Ecc ?? 0, region.Flags ?? 0, cpus)
            : null;

    // What the user wrote comes before what the driver made of it.
    private List<RegionCandidate> Order()
    {
        RegionCandidate? parameters = Line is { Ignored: null } || machine.DriverBound == true || Driver is not { MemSize: > 0 } ? Line : Driver;
        var order = new List<RegionCandidate>(nodes);
        if (parameters != null) order.Insert(NodesComeFirst() ? order.Count : 0, parameters);
        return order;
    }

    // Built in, the driver starts before the devices of the tree are made; as a module, and while it waited for the crypto API, after that.
    private bool NodesComeFirst() =>
        machine.ConfigOption("CONFIG_PSTORE_RAM") == ConfigValue.Module || machine.Root.Exists("/sys/module/ramoops/initstate")
        || (kernel is { } version && KernelChanges.CryptoCompression.In(version) && !KernelChanges.EarlyRegistration.In(version));

    private bool IsAccepted(RegionCandidate region)
    {
        if (region.Ignored != null || (region.Address == null && !region.IsByName) || Parameters(region, cpus) is not { } sizes) return false;
        return sizes.MemSize > int.MaxValue || RamoopsLayout.Compute(sizes, kernel ?? KernelVersion.NewestKnown).Layout != null;
    }

    private bool Holds(RegionCandidate region, ulong held) =>
        region.Ignored == null && (region.Address == held || (region is { IsByName: true, Address: null } && (Driver!.MemSize ?? region.MemSize) == region.MemSize));

    private static RegionCandidate? Of(IReadOnlyList<RegionCandidate> candidates, DiscoverySource kind)
    {
        foreach (RegionCandidate candidate in candidates)
            if (candidate.Kind == kind && (kind != DiscoverySource.CommandLine || candidate.RecordSize != null)) return candidate;
        return null;
    }
}
