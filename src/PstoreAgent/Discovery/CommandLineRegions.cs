using Pstore;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery;

/// <summary>Regions that the kernel command line names: ramoops.* (fs/pstore/ram.c, ramoops_register_dummy), memmap=, reserve_mem=.</summary>
/// <param name="kernel">The kernel that wrote the region; null where nothing tells.</param>
/// <param name="iomem">Where a named area may be seen.</param>
/// <param name="logged">The regions that the kernel log names.</param>
internal sealed class CommandLineRegions(KernelVersion? kernel, Iomem iomem, IReadOnlyList<RegionCandidate> logged)
{
    private const string Where = "the kernel command line";

    // MIN_MEM_SIZE: every size that is not given.
    private const long DefaultSize = 4096;

    public List<Diagnostic> Diagnostics { get; } = [];

    public List<RegionCandidate> Find(string text)
    {
        List<KeyValuePair<string, string?>> words = KernelCommandLine.Parse(text);
        var ramoops = new RamoopsArguments(words);
        var found = new List<RegionCandidate>();
        var reserved = new List<ReservedArea>();
        foreach ((string name, string? value) in words)
        {
            if (value == null) continue;
            if (name == "memmap") reserved.AddRange(ReservedArea.OfMemmap(value));
            if (name == "reserve_mem" && ReservedArea.OfReserveMem(value) is { } area) reserved.Add(area);
        }

        if (ramoops.Any && Region(ramoops, reserved) is { } region) found.Add(region);
        foreach (string refused in ramoops.Refused)
            Diagnostics.Add(new Diagnostic(DiagnosticId.ParameterRefused, Severity.Warning, $"{refused} on {Where} is no number as the kernel takes it here (no suffix): it refuses it and keeps the default"));
        foreach (ReservedArea area in reserved)
        {
            if (area.Address == null || found.Count >= DiscoveryLimits.Candidates || found.Exists(known => Lies(known, area))) continue;
            found.Add(new RegionCandidate(DiscoverySource.CommandLine, $"{area.Words} on {Where}")
            {
                Address = area.Address,
                MemSize = area.Size,
                Ignored = "it reserves memory, but no ramoops parameter names that",
            });
        }

        return found;
    }

    private RegionCandidate? Region(RamoopsArguments ramoops, List<ReservedArea> reserved)
    {
        ulong address = ramoops.Number("mem_address", 0);
        long size = ramoops.Size("mem_size", 0);
        int ecc = BoundDriver.EccFromParameter(Math.Max(0, ramoops.Int("ecc")));
        var candidate = new RegionCandidate(DiscoverySource.CommandLine, $"ramoops.* on {Where}")
        {
            Address = address == 0 ? null : address,
            MemSize = size == 0 ? null : size,
            RecordSize = ramoops.Size("record_size", DefaultSize),
            ConsoleSize = ramoops.Size("console_size", DefaultSize),
            FtraceSize = ramoops.Size("ftrace_size", DefaultSize),
            PmsgSize = Has(KernelChanges.PmsgZone) == false ? 0 : ramoops.Size("pmsg_size", DefaultSize),
            Ecc = ecc,
            Flags = Has(KernelChanges.FtraceFlags) switch { true => 1, false => 0, null => null },
        };
        if (ramoops.Text("mem_name") is { } name && Named(candidate, name, reserved) is { } named) return named;
        if (address == 0 && size == 0) return null;
        return size > 0 ? candidate : candidate with { Ignored = "ramoops.mem_size is 0 or not given, and without it the driver makes no device" };
    }

    /// <summary>The area of that name; null where there is none, and the address counts.</summary>
    private RegionCandidate? Named(RegionCandidate candidate, string name, List<ReservedArea> reserved)
    {
        if (reserved.Find(area => area.Name == name) is not { } area) return null;
        (ulong Address, string Origin)? place = Place(area);
        return candidate with
        {
            Origin = $"{area.Words} with ramoops.mem_name on {Where}" + (place is { } known ? $", its address from {known.Origin}" : ""),
            Address = place?.Address,
            MemSize = area.Size,
            IsByName = true,
            Ignored = Has(KernelChanges.RegionByName) == false ? "kernels before 6.11 don't know ramoops.mem_name" : null,
        };
    }

    /// <summary>
    /// The kernel chooses the address anew at each boot and doesn't log it; the driver does, and where memory is reserved in one piece
    /// of that size it has a line of its own.
    /// </summary>
    private (ulong Address, string Origin)? Place(ReservedArea area)
    {
        foreach (RegionCandidate line in logged)
            if (line.MemSize == area.Size && line is { Address: { } address, NoMap: null }) return (address, line.Origin);
        List<IomemRange> fitting = [];
        foreach (IomemRange range in iomem.Ranges)
            if (range is { Name: "reserved", Depth: > 0 } && range.End - range.Start == (ulong)area.Size - 1) fitting.Add(range);
        return fitting.Count == 1 ? (fitting[0].Start, $"the one reserved range of this size in /proc/iomem ({fitting[0]})") : null;
    }

    private bool? Has(KernelChange change) => kernel is { } version ? change.In(version) : null;

    private static bool Lies(RegionCandidate region, ReservedArea area) =>
        region.Address is { } address && address >= area.Address && address - area.Address < (ulong)area.Size;
}
