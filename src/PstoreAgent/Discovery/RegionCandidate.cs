using Pstore;
using Pstore.Ram.Probe;

namespace PstoreAgent.Discovery;

/// <summary>
/// A place where a ramoops region may be, with what its source tells of it. Sizes are bytes, as given and not rounded; null is not told,
/// 0 is no such zone.
/// </summary>
/// <param name="Kind">What told it.</param>
/// <param name="Origin">The same for people, such as "/proc/device-tree/reserved-memory/ramoops@880000000".</param>
internal sealed record RegionCandidate(DiscoverySource Kind, string Origin)
{
    /// <summary>Physical address.</summary>
    public ulong? Address { get; init; }

    public long? MemSize { get; init; }

    public long? RecordSize { get; init; }

    public long? ConsoleSize { get; init; }

    public long? FtraceSize { get; init; }

    public long? PmsgSize { get; init; }

    /// <summary>Parity bytes a block.</summary>
    public int? Ecc { get; init; }

    /// <summary>Bit 0: an ftrace zone for each CPU.</summary>
    public uint? Flags { get; init; }

    /// <summary>nr_cpu_ids.</summary>
    public int? Cpus { get; init; }

    /// <summary>Whether the kernel looks the place up by a name that reserve_mem= gave it.</summary>
    public bool IsByName { get; init; }

    /// <summary>Whether the node keeps the region out of the kernel's memory; null where there is no node.</summary>
    public bool? NoMap { get; init; }

    /// <summary>Why the kernel ignores it, and so never wrote there by it; null when it doesn't.</summary>
    public string? Ignored { get; init; }

    /// <summary>The exact zones, where /proc/iomem shows them; in the order of addresses.</summary>
    public IReadOnlyList<IomemZone> Zones { get; init; } = [];

    /// <summary>Bytes from the first zone to the end of the last; null without zones.</summary>
    public long? ZoneExtent => Zones.Count == 0 || Zones[^1].Address - Zones[0].Address > long.MaxValue / 2
        ? null
        : (long)(Zones[^1].Address - Zones[0].Address) + Math.Min(Zones[^1].Size, long.MaxValue / 2);

    /// <summary>Whether there is enough to read: address and size.</summary>
    public bool HasRegion => Address != null && MemSize > 0;

    /// <summary>Whether it can be chosen before anything that the kernel ignores.</summary>
    public bool IsComplete => HasRegion && Ignored == null;

    /// <summary>What it doesn't tell, by the names of the module parameters.</summary>
    public IReadOnlyList<string> Lacks
    {
        get
        {
            var lacks = new List<string>();
            if (Address == null) lacks.Add("mem_address");
            if (MemSize is null or 0) lacks.Add("mem_size");
            if (RecordSize == null) lacks.Add("record_size");
            if (ConsoleSize == null) lacks.Add("console_size");
            if (FtraceSize == null) lacks.Add("ftrace_size");
            if (PmsgSize == null) lacks.Add("pmsg_size");
            if (Ecc == null) lacks.Add("ecc");
            if (Flags == null) lacks.Add("flags");
            return lacks;
        }
    }

    /// <summary>What a layout search can take as known.</summary>
    public KnownParameters ToKnown(KernelVersion? kernel) =>
        new(MemSize, RecordSize, ConsoleSize, FtraceSize, PmsgSize, Ecc, Flags, Cpus, kernel);
}
