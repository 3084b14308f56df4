using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery.Access;

/// <summary>Why the pstore file system can't be read (fs/pstore/inode.c).</summary>
internal static class PstoreCauses
{
    /// <summary>Cause and way out.</summary>
    public static string Find(AccessFailure failure, Machine machine)
    {
        if (failure.Step == AccessStep.Timeout) return "the backend does not answer; try again";
        if (AccessExplainer.IsRefused(failure.Code))
        {
            (bool? capable, string capability) = failure.Step == AccessStep.Mount ? (machine.Rights.Admin, "CAP_SYS_ADMIN") : (machine.Rights.IsRoot, "its folder is for root");
            return MachineWords.WhyRefused(machine, capable, capability);
        }

        if (!AccessExplainer.IsMissing(failure.Code)) return "the kernel does not give its records; read the memory with --source mem";
        if (MachineWords.KernelLacks(machine, "CONFIG_PSTORE") is { } lacks) return $"{lacks}; read the memory with --source mem";
        return machine.PstoreBackend is { } backend
            ? $"it is not mounted, though the backend {backend} is there; mount it with 'mount -t pstore pstore /sys/fs/pstore'"
            : "pstore has no backend (the ramoops driver is probably not loaded or not bound); read the memory with --source mem";
    }
}
