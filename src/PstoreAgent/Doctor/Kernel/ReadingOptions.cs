using PstoreAgent.Discovery;
using PstoreAgent.Discovery.DeviceTree;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Doctor.Kernel;

/// <summary>What closes the region to user space: /dev/mem missing, restricted or locked down (drivers/char/mem.c, kernel/resource.c).</summary>
internal static class ReadingOptions
{
    private const string Devmem = "CONFIG_DEVMEM", Strict = "CONFIG_STRICT_DEVMEM", IoStrict = "CONFIG_IO_STRICT_DEVMEM";

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (setup.Machine.Lockdown is "integrity" or "confidentiality")
        {
            yield return Finding.Warning("lockdown", $"Kernel lockdown is \"{setup.Machine.Lockdown}\"", $"{setup.Machine.LockdownOrigin}: /dev/mem is closed, what can be read is the pstore file system");
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
        bool kcore = KernelOptions.Value(setup, "CONFIG_PROC_KCORE") != ConfigValue.No;
        return Finding.Warning(id, "/dev/mem does not give the region", $"it lies in System RAM, and the kernel has {Strict} ({KernelOptions.Origin(setup)}){(kcore ? "; /proc/kcore does" : ", and no CONFIG_PROC_KCORE")}",
            setup.IsByTree ? [Fix.Tree("no-map;")] : [Fix.Config("CONFIG_PROC_KCORE=y")]);
    }

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
        if (region.NoMap == true) return false;
        List<NodeRange> banks = [.. new DeviceTreeMemory(setup.Tree).Banks()];
        return banks.Count == 0 ? null : banks.Exists(bank => bank.Touches(new NodeRange(address, (ulong)size)));
    }
}
