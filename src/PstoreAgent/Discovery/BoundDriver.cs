using Pstore;
using Pstore.Ram;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery;

/// <summary>What the ramoops driver of the running kernel shows of its region.</summary>
internal static class BoundDriver
{
    // ramoops_register_dummy: 1 is a switch and means the usual number.
    private const int UsualEcc = 16;

    public static int EccFromParameter(int parameter) => parameter == 1 ? UsualEcc : parameter;

    /// <summary>The zone lines with the module parameters, or either alone; null when there is neither.</summary>
    public static RegionCandidate? Find(Machine machine)
    {
        List<IomemZone> zones = IomemZones.Of(machine.Iomem);
        var parameters = new ModuleParameters(machine.Root);
        long? memSize = parameters.Size("mem_size") is > 0 and var size ? size : null;
        ulong? address = memSize == null ? null : parameters.Number("mem_address");
        if (zones.Count == 0 && address == null) return null;

        RegionCandidate candidate = new(DiscoverySource.Driver, Origin(zones, memSize))
        {
            Address = zones.Count > 0 ? zones[0].Address : address,
            Zones = zones,
        };
        if (address == null) return WithSizesOf(candidate);
        return WithSizesOf(candidate with
        {
            MemSize = memSize,
            RecordSize = parameters.Size("record_size"),
            ConsoleSize = parameters.Size("console_size"),
            FtraceSize = parameters.Size("ftrace_size"),
            PmsgSize = parameters.Size("pmsg_size"),
            Ecc = Ecc(parameters.Int("ecc"), machine.RunningKernel?.Version),
        });
    }

    private static string Origin(List<IomemZone> zones, long? memSize) =>
        zones.Count == 0 ? ModuleParameters.Folder
        : memSize == null ? "the driver's lines in /proc/iomem"
        : $"the driver's lines in /proc/iomem and {ModuleParameters.Folder}";

    // A 0 says nothing where the kernel doesn't write back what the device tree asked for.
    private static int? Ecc(int? parameter, KernelVersion? kernel)
    {
        if (parameter is null or < 0) return null;
        bool effective = kernel is { } version && KernelChanges.EffectiveEccShown.In(version);
        return parameter != 0 ? EccFromParameter(parameter.Value) : effective ? 0 : null;
    }

    /// <summary>Sizes that the zone lines give: they count where the parameters can't be read.</summary>
    private static RegionCandidate WithSizesOf(RegionCandidate candidate)
    {
        IReadOnlyList<IomemZone> zones = candidate.Zones;
        if (zones.Count == 0) return candidate;
        long dmesg = 0, console = 0, ftrace = 0, pmsg = 0;
        int ftraceZones = 0;
        bool told = true;
        foreach (IomemZone zone in zones)
        {
            told &= zone.Kind != null;
            if (zone.Kind == ZoneKind.Dmesg) dmesg = zone.Size;
            if (zone.Kind == ZoneKind.Console) console = zone.Size;
            if (zone.Kind == ZoneKind.Pmsg) pmsg = zone.Size;
            if (zone.Kind != ZoneKind.Ftrace) continue;
            ftrace += zone.Size;
            ftraceZones++;
        }

        if (!told) return candidate;
        return candidate with
        {
            // A dmesg zone is a record stretched by less than itself; the trace's zones share a power of two.
            RecordSize = candidate.RecordSize ?? PowerOfTwo.RoundDown(dmesg),
            ConsoleSize = candidate.ConsoleSize ?? console,
            FtraceSize = candidate.FtraceSize ?? RoundUp(ftrace),
            PmsgSize = candidate.PmsgSize ?? pmsg,
            Flags = ftraceZones > 1 ? 1 : null,
            Cpus = ftraceZones > 1 ? ftraceZones : null,
        };
    }

    private static long RoundUp(long size)
    {
        long below = PowerOfTwo.RoundDown(size);
        return below == size ? size : below * 2;
    }
}
