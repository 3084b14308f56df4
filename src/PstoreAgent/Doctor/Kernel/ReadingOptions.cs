using PstoreAgent.Discovery;
using PstoreAgent.Discovery.DeviceTree;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Doctor.Region;

namespace PstoreAgent.Doctor.Kernel;

/// <summary>What closes the region to user space: /dev/mem missing, restricted or locked down (drivers/char/mem.c, kernel/resource.c).</summary>
internal static class ReadingOptions
{
    private const string Devmem = "CONFIG_DEVMEM", Kcore = "CONFIG_PROC_KCORE", Strict = "CONFIG_STRICT_DEVMEM", IoStrict = "CONFIG_IO_STRICT_DEVMEM";

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (setup.Machine.Lockdown is "integrity" or "confidentiality")
        {
            yield return Finding.Warning("lockdown", $"Kernel lockdown is \"{setup.Machine.Lockdown}\"", $"{setup.Machine.LockdownOrigin}: /dev/mem is closed, what can be read is the pstore file system", Unlocked(setup))
                .Advising(Unlocked(setup).Length == 0 ? "start the kernel without it (Secure Boot asks for it too), or leave it and have the records copied from the pstore file system" : null);
            yield break;
        }

        if (KernelOptions.Value(setup, Devmem) == ConfigValue.No)
        {
            yield return Finding.Warning("config-devmem", $"The kernel has no {Devmem}", $"the region can't be read without the driver ({KernelOptions.Origin(setup)})", Fix.Config(Devmem + "=y"));
            yield break;
        }

        yield return StrictMemory(setup);
        yield return StrictDevices(setup);
    }

    private static Finding StrictMemory(Setup setup)
    {
        const string id = "config-strict-devmem";
        ConfigValue value = KernelOptions.Value(setup, Strict);
        if (value == ConfigValue.No) return Finding.Ok(id, $"no {Strict}: /dev/mem is open");
        if (InSystemRam(setup) is not { } inside) return Finding.Unknown(id, $"whether {Strict} closes the region");
        if (!inside) return Finding.Ok(id, $"the region is outside System RAM, which {Strict} leaves open");
        if (value == ConfigValue.Unknown) return Finding.Unknown(id, $"whether the kernel has {Strict}, which closes a region in System RAM");
        bool kcore = KernelOptions.Value(setup, Kcore) != ConfigValue.No;
        Fix[] fixes = Opened(setup);
        return Finding.Warning(id, "/dev/mem does not give the region", $"it lies in System RAM, and the kernel has {Strict} ({KernelOptions.Origin(setup)}){(kcore ? "; /proc/kcore does" : $", and no {Kcore}")}",
            fixes)
            .Advising(fixes.Length > 0 ? null : $"reserve the region with no-map, and have the kernel heed that: see what else is found of it{(kcore ? "" : $"; or build {Kcore}, by which it can be read")}");
    }

    // no-map where the node that reserves the region lacks it.
    private static Fix[] Opened(Setup setup)
    {
        IDeviceTreeNode? node = setup.IsByTree ? setup.Node : setup.Region is { Address: { } address, MemSize: { } size } ? Reservation.Node(setup, address, size) : null;
        return node == null || node.Has("no-map") ? [] : [Fix.Tree("no-map;", node.Path == setup.Node?.Path ? null : node.Path)];
    }

    private static Fix[] Unlocked(Setup setup) =>
        setup.Machine.Argument("lockdown") is { } asked ? [Fix.WithoutArgument($"lockdown={asked}")]
        : setup.Machine.LockdownOption is { } option ? [Fix.Config($"# {option} is not set"), Fix.Config("CONFIG_LOCK_DOWN_KERNEL_FORCE_NONE=y")]
        : [];

    // Zones have lines of their own where the driver maps the region as a device's memory.
    private static Finding StrictDevices(Setup setup)
    {
        const string id = "config-io-strict-devmem";
        ConfigValue value = KernelOptions.Value(setup, IoStrict);
        if (value == ConfigValue.No) return Finding.Ok(id, $"no {IoStrict}: a bound driver does not close the region");
        if (setup.Machine.Argument("iomem") == "relaxed") return Finding.Ok(id, "iomem=relaxed: a bound driver does not close the region");
        if (!setup.HasMachine || setup.Machine.Iomem.State != ReadState.Read || value == ConfigValue.Unknown) return Finding.Unknown(id, $"whether {IoStrict} closes the region while the driver is bound");
        return IomemZones.Of(setup.Machine.Iomem).Count == 0
            ? Finding.Ok(id, "the driver's mapping does not close the region")
            : Finding.Warning(id, "The bound driver closes the region", $"the kernel has {IoStrict} ({KernelOptions.Origin(setup)}): what this boot records, and what the kernel throws away, can't be read; the pstore file system has the rest",
                Fix.Argument("iomem=relaxed"));
    }

    private static bool? InSystemRam(Setup setup)
    {
        if (setup.Region is not { Address: { } address, MemSize: > 0 and { } size } region) return null;
        if (setup.HasMachine && setup.Machine.Iomem.State == ReadState.Read)
            return setup.Machine.Iomem.Ranges.Any(range => range.Name == IomemRange.SystemRam && range.Touches(address, size));
        bool heeded = region.Ignored == null || Reservation.Node(setup, address, size) != null;
        if (region.NoMap == true && !ReservedBefore.Is(setup)) return heeded ? false : null;
        if (!setup.IsByTree && (Reservation.Node(setup, address, size)?.Has("no-map") == true || Reservation.ByCommandLine(setup, address, size))) return false;
        List<NodeRange> banks = [.. new DeviceTreeMemory(setup.Tree).Banks()];
        return banks.Count == 0 ? null : banks.Exists(bank => bank.Touches(new NodeRange(address, (ulong)size)));
    }
}
