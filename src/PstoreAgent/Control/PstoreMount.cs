using PstoreAgent.Discovery.Access;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Control;

/// <summary>The mount of the pstore file system.</summary>
internal static class PstoreMount
{
    public const string Type = "pstore", UsualPlace = "/sys/fs/pstore";

    /// <summary>Mounts it, unless it is. What was done, in words.</summary>
    /// <exception cref="AgentException">It can't be mounted.</exception>
    public static string Ensure(Machine machine)
    {
        if (MountPoint.PlaceOf(machine.Root, Type) is { } place) return $"pstore is mounted at {place} already";
        int errno = KernelMount.Mount(Type, UsualPlace);
        if (errno == 0) return $"pstore is mounted at {UsualPlace}; dmesg zones whose header line the kernel does not know are cleared by that";
        string cause = AccessExplainer.IsRefused(errno) ? MachineWords.WhyRefused(machine, machine.Rights.Admin, "CAP_SYS_ADMIN")
            : errno == LibC.ENODEV || errno == LibC.ENOENT ? MachineWords.KernelLacks(machine, "CONFIG_PSTORE") ?? "is the module pstore loaded (modprobe ramoops), and /sys mounted?"
            : "the kernel log may say more";
        throw new AgentException(AccessExplainer.IsRefused(errno) ? ExitCode.Permission : ExitCode.Unavailable, $"mount of pstore at {UsualPlace}: {Errno.Text(errno)}; {cause}");
    }
}
