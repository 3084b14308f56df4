using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Doctor.UserSpace;

/// <summary>Whether the pstore file system is mounted: the driver has there what the boot before left in console and pmsg.</summary>
internal static class PstoreMount
{
    private const string Type = "pstore";

    public static IEnumerable<Finding> Check(Setup setup)
    {
        IReadOnlyList<MountPoint> mounts = setup.Machine.Mounts;
        if (!setup.HasMachine || mounts.Count == 0)
        {
            yield return Finding.Unknown("mount", "whether the pstore file system is mounted");
            yield break;
        }

        yield return mounts.FirstOrDefault(mount => mount.Type == Type) is { } mount
            ? Finding.Ok("mount", $"the pstore file system is mounted at {mount.Place}")
            : Finding.Warning("mount-missing", "The pstore file system is not mounted", "tools that look into /sys/fs/pstore find nothing there",
                Fix.Shell("mount -t pstore pstore /sys/fs/pstore"), new Fix(FixPlace.Fstab, "pstore /sys/fs/pstore pstore nosuid,nodev,noexec 0 0"));
    }
}
