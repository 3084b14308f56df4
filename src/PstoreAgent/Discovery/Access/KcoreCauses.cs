using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery.Access;

/// <summary>Why /proc/kcore fails (fs/proc/kcore.c).</summary>
internal static class KcoreCauses
{
    /// <summary>Cause and way out.</summary>
    public static string Find(AccessFailure failure, Machine machine)
    {
        string pstore = failure.WayOut ?? "read the pstore file system with --source pstore";
        if (failure.Step == AccessStep.Timeout) return "the machine is overloaded; try again";
        if (failure.Step == AccessStep.BusError) return "memory there is probably broken; " + pstore;
        if (AccessExplainer.IsRefused(failure.Code)) return $"{MachineWords.WhyRefused(machine, machine.Rights.RawIo, "CAP_SYS_RAWIO", "confidentiality")}; else {pstore}";
        if (failure.Step == AccessStep.Open && AccessExplainer.IsMissing(failure.Code))
            return $"{MachineWords.KernelLacks(machine, "CONFIG_PROC_KCORE") ?? "/proc is probably not mounted"}; read it with --source mem, or {pstore}";
        if (!AccessExplainer.IsMissing(failure.Code)) return $"the kernel does not give it; read it with --source mem, or {pstore}";
        string where = machine.IomemLine(failure.Address, failure.Size) is { } cover
            ? cover.IsSystemRam ? $", though /proc/iomem has it in System RAM ({cover.Outermost})" : $" (/proc/iomem {cover.Innermost})"
            : " (no-map, or outside all memory)";
        return $"no segment covers it, because it is not the kernel's own memory{where}; read it with --source mem";
    }
}
