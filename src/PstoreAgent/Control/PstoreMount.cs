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
        IReadOnlyList<MountPoint> mounts = machine.Mounts;
        MountPoint? seen = MountPoint.Holding(mounts, UsualPlace);
        if (seen is { Type: Type, Place: UsualPlace }) return $"pstore is mounted at {UsualPlace} already";

        // Elsewhere, or covered by another, it is not where programs look.
        string? other = null;
        foreach (MountPoint mount in mounts)
            if (mount.Type == Type) other = mount.Place == UsualPlace ? $"; what was mounted there before was covered ({seen?.Type})" : $"; it is at {mount.Place} too";
        int errno = KernelMount.Mount(Type, UsualPlace);
        if (errno == 0) return $"pstore is mounted at {UsualPlace}{other ?? "; dmesg zones whose header line the kernel does not know are cleared by that"}";

        // Without /proc nothing tells before.
        if (errno == LibC.EBUSY) return $"pstore is mounted at {UsualPlace} already";
        string cause = AccessExplainer.IsRefused(errno) ? MachineWords.WhyRefused(machine, machine.Rights.Admin, "CAP_SYS_ADMIN")
            : errno == LibC.ENOENT && !machine.Root.DirectoryExists("/sys/fs") ? "/sys is not mounted: mount -t sysfs sysfs /sys"
            : errno == LibC.ENODEV || errno == LibC.ENOENT ? MachineWords.KernelLacks(machine, "CONFIG_PSTORE") ?? "is the module pstore loaded (modprobe ramoops), and /sys mounted?"
            : "the kernel log may say more";
        throw new AgentException(AccessExplainer.IsRefused(errno) ? ExitCode.Permission : ExitCode.Unavailable, $"mount of pstore at {UsualPlace}: {Errno.Text(errno)}; {cause}");
    }
}
