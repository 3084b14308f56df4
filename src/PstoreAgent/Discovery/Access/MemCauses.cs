using PstoreAgent.Discovery.Facts;
using Tmds.Linux;

namespace PstoreAgent.Discovery.Access;

/// <summary>Why /dev/mem fails (drivers/char/mem.c, lib/devmem_is_allowed.c, kernel/resource.c).</summary>
internal sealed class MemCauses(AccessFailure failure, DiscoveryResult discovery)
{
    private const string Strict = "CONFIG_STRICT_DEVMEM", IoStrict = "CONFIG_IO_STRICT_DEVMEM", Devmem = "CONFIG_DEVMEM";
    private const string ByDriver = "clear the records where the ramoops driver is bound: their files can be unlinked there";
    private const string Reset = "binding has already reset console and pmsg, so those of the previous boot are in the pstore file system only";

    private readonly Machine _machine = discovery.Machine;

    // What nothing but /dev/mem can write, the driver can.
    private string Kcore => failure.WayOut ?? (failure.IsWrite ? ByDriver : "read it with --source kcore");

    private string Pstore => failure.WayOut ?? (failure.IsWrite ? ByDriver : "read the pstore file system with --source pstore");

    private string Others => failure.WayOut ?? (failure.IsWrite ? ByDriver : $"{Kcore} or {Pstore}");

    /// <summary>Cause and way out.</summary>
    public string Find()
    {
        if (failure.Step == AccessStep.Timeout) return "the bus does not answer, or the machine is overloaded; check the address, and try again";
        if (failure.Step == AccessStep.BusError) return BusError();
        if (AccessExplainer.IsRefused(failure.Code)) return failure.Step == AccessStep.Open ? OpenRefused() : RangeRefused();
        if (AccessExplainer.IsMissing(failure.Code)) return Missing();
        if (failure.Code == LibC.EFAULT)
            return "the kernel has no mapping of its own there (no-map, or not in RAM), so that read() and dd never work; mmap does, which --source mem uses";
        if (failure.Code == LibC.EINVAL || failure.Code == LibC.EOVERFLOW)
            return "the range is beyond the addresses of this processor, or does not begin on a page; check the address" + (failure.Code == LibC.EINVAL ? ", and for another mapping with other caching" : "");
        return "/dev/mem does not give it; " + Others;
    }

    private string OpenRefused() => failure.Code == LibC.EACCES && _machine.Rights.IsRoot != true
        ? "it needs root (only root may open it)"
        : MachineWords.WhyRefused(_machine, _machine.Rights.RawIo, "CAP_SYS_RAWIO", "integrity", "confidentiality")
            + (_machine.Lockdown is "integrity" or "confidentiality" ? $"; {Pstore}, or boot without lockdown= and Secure Boot" : $"; else {Pstore}");

    private string RangeRefused()
    {
        if (Touching(range => range.Name == IomemRange.SystemRam) is { } ram)
            return $"{MachineWords.KernelHas(_machine, Strict)} and the region lies inside System RAM (/proc/iomem {ram}); {OutOfRam()}, or {Kcore}";
        IomemRange? zone = Touching(range => IomemZones.IsLabel(range.Name));
        if (zone != null || _machine.DriverBound == true)
        {
            string holds = zone is { } line ? $"the ramoops driver holds it (/proc/iomem {line})" : "the ramoops driver is bound and probably holds it";
            return $"{MachineWords.KernelHas(_machine, IoStrict)} and {holds}; boot with iomem=relaxed, unbind the driver (/sys/bus/platform/drivers/ramoops/unbind), or {Pstore}; {Reset}";
        }

        if (_machine.Iomem.State != ReadState.Read)
            return $"{MachineWords.KernelHas(_machine, Strict)}, and the region probably lies inside System RAM (/proc/iomem can't be read); {OutOfRam()}, or {Kcore}";
        if (_machine.IomemLine(failure.Address, failure.Size) is { } cover && cover.Innermost.Name != "reserved")
            return $"{MachineWords.KernelHas(_machine, IoStrict)} and a driver probably holds it (/proc/iomem {cover.Innermost}); boot with iomem=relaxed, or {Pstore}";
        return $"{MachineWords.KernelHas(_machine, Strict)}, though /proc/iomem shows no System RAM there; {Others}";
    }

    private string Missing()
    {
        if (MachineWords.KernelLacks(_machine, Devmem) is not { } lacks) return "the node is missing or has the wrong numbers; make it with 'mknod -m 600 /dev/mem c 1 1'";
        string node = _machine.ConfigOption(Devmem) == ConfigValue.Unknown && failure.Code == LibC.ENOENT ? ", or the node is missing ('mknod -m 600 /dev/mem c 1 1' makes it)" : "";
        return failure.IsWrite || failure.WayOut != null ? $"{lacks}{node}; {Others}" : $"{lacks}{node}; {Kcore} where the region is inside System RAM, or {Pstore}";
    }

    private string BusError()
    {
        string place = _machine.IomemLine(failure.Address, failure.Size) is { } cover ? $" (/proc/iomem {cover.Innermost})" : "";
        return $"probably nothing is behind that address, or firmware keeps it for itself{place}; check the address and the size{Before()}: the next such access may stop the board by an SError, which nothing can catch";
    }

    /// <summary>How to get what was read before the copy came to a place that does not answer.</summary>
    private string Before() => !failure.IsWrite && discovery.Chosen?.Address is { } start && failure.Address > start
        ? $", or read what lies before with --mem-size 0x{failure.Address - start:x}"
        : "";

    private IomemRange? Touching(Func<IomemRange, bool> wanted)
    {
        foreach (IomemRange range in _machine.Iomem.Ranges)
            if (wanted(range) && range.Touches(failure.Address, failure.Size)) return range;
        return null;
    }

    private string OutOfRam()
    {
        foreach (RegionCandidate candidate in discovery.Candidates)
            if (candidate is { Kind: DiscoverySource.DeviceTree, NoMap: false } && candidate.Address == failure.Address) return $"add no-map to the node {candidate.Origin}";
        return "keep it out of System RAM (no-map in the device tree, memmap= on x86)";
    }
}
