using PstoreAgent.Discovery.Access;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;

namespace PstoreAgent.Control;

/// <summary>debugfs, where the kernel has its switches: used where it is mounted, else mounted at the usual place.</summary>
internal static class DebugFileSystem
{
    public const string UsualPlace = "/sys/kernel/debug";

    private const string Type = "debugfs";

    /// <summary>Where it is mounted; null where it is not. A folder with a machine's files has it at the usual place.</summary>
    public static string? Place(MachineRoot root) =>
        MountPoint.PlaceOf(root, Type) ?? (!root.IsThisMachine && root.DirectoryExists(UsualPlace) ? UsualPlace : null);

    /// <summary>Where it is mounted, from now on at least.</summary>
    /// <exception cref="AgentException">It can't be.</exception>
    public static string Ensure(Machine machine)
    {
        if (Place(machine.Root) is { } place) return place;
        if (!machine.Root.IsThisMachine) throw new AgentException(ExitCode.Unavailable, $"{machine.Root.Locate(UsualPlace)} is missing: no debugfs");
        int errno = KernelMount.Mount(Type, UsualPlace);
        if (errno == 0)
        {
            Log.Warning($"debugfs was not mounted and is now, at {UsualPlace}");
            return UsualPlace;
        }

        string cause = AccessExplainer.IsRefused(errno)
            ? MachineWords.WhyRefused(machine, machine.Rights.Admin, "CAP_SYS_ADMIN")
            : MachineWords.KernelLacks(machine, "CONFIG_DEBUG_FS") ?? "debugfs= on the kernel command line may keep it away";
        throw new AgentException(AccessExplainer.IsRefused(errno) ? ExitCode.Permission : ExitCode.Unavailable, $"debugfs can't be mounted at {UsualPlace}: {Errno.Text(errno)}; {cause}");
    }
}
