using Pstore.Ram;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Control;

/// <summary>Why the function trace can't be recorded on this machine, each reason with its way out.</summary>
internal static class FtraceObstacles
{
    private const string EnabledFile = "/proc/sys/kernel/ftrace_enabled";

    public static List<string> Find(DiscoveryResult discovery)
    {
        Machine machine = discovery.Machine;
        var obstacles = new List<string>();
        bool lacksOption = machine.ConfigOption("CONFIG_PSTORE_FTRACE") == ConfigValue.No;
        if (lacksOption) obstacles.Add($"the kernel has no CONFIG_PSTORE_FTRACE (from {machine.ConfigOrigin}); build it with that and CONFIG_FUNCTION_TRACER");

        // Other backends (pstore_blk) have zones of their own.
        bool ramoops = machine.PstoreBackend is null or "ramoops";
        if (ramoops && machine.DriverBound != true) obstacles.Add("the ramoops driver is not bound: there is no zone to write to");
        else if (ramoops && ZoneSize(discovery) == 0) obstacles.Add(NoZone(discovery));
        if (machine.Lockdown is "integrity" or "confidentiality") obstacles.Add($"kernel lockdown is \"{machine.Lockdown}\" ({machine.LockdownOrigin}) and closes debugfs{ByParameter(machine)}");
        if (KernelSwitch.Read(machine.Root, EnabledFile) == "0") obstacles.Add("kernel.ftrace_enabled is 0 and keeps every function tracer off; turn it on with: sysctl -w kernel.ftrace_enabled=1");
        if (machine.ConfigOption("CONFIG_DEBUG_FS") == ConfigValue.No) obstacles.Add($"the kernel has no CONFIG_DEBUG_FS (from {machine.ConfigOrigin}), where the switch would be{ByParameter(machine)}");
        else if (machine.Argument("debugfs") is { } mode && mode != "on") obstacles.Add($"debugfs={mode} on the kernel command line closes debugfs, where the switch would be{ByParameter(machine)}");
        return obstacles;
    }

    /// <summary>Bytes of all ftrace zones together; null where nothing tells.</summary>
    public static long? ZoneSize(DiscoveryResult discovery)
    {
        RegionCandidate? driver = discovery.Candidates.FirstOrDefault(candidate => candidate.Kind == DiscoverySource.Driver);
        if (driver is { Zones.Count: > 0 } && driver.Zones.All(zone => zone.Kind != null)) return driver.Zones.Where(zone => zone.Kind == ZoneKind.Ftrace).Sum(zone => zone.Size);
        return driver?.FtraceSize ?? discovery.Chosen?.FtraceSize;
    }

    private static string NoZone(DiscoveryResult discovery)
    {
        string? node = discovery.Candidates.FirstOrDefault(candidate => candidate.Kind == DiscoverySource.DeviceTree)?.Origin;
        return node != null
            ? $"the region has no ftrace zone; add ftrace-size = <0x4000>; to the node {node}"
            : "the region has no ftrace zone; add ramoops.ftrace_size=0x4000 to the kernel command line, or to the module's options";
    }

    private static string ByParameter(Machine machine) =>
        RecordFtrace.HasBootParameter(machine.Root) ? $"; {RecordFtrace.BootParameter} on the next kernel command line records from the start on" : "; this kernel has no parameter for it either";
}
