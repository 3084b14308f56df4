using PstoreAgent.Archive;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Doctor.UserSpace;

/// <summary>Whether what is archived outlives the next loss of power.</summary>
internal static class ArchivePlace
{
    private const string Archive = StoreNames.DefaultFolder;

    private static readonly string[] s_volatile = ["tmpfs", "ramfs", "rootfs"];

    public static IEnumerable<Finding> Check(Setup setup)
    {
        IReadOnlyList<MountPoint> mounts = setup.Machine.Mounts;
        if (!setup.HasMachine || MountPoint.Holding(mounts, Archive) is not { } mount)
        {
            yield return Finding.Unknown("archive", $"whether {Archive} outlives a loss of power");
            yield break;
        }

        // What an overlay writes is where its upper folder is; the path may be one of an earlier root, and unknown here.
        MountPoint written = mount.Type == "overlay" && mount.Option("upperdir") is { } upper && MountPoint.Holding(mounts, upper) is { } below && below != mount ? below : mount;
        yield return s_volatile.Contains(written.Type)
            ? Finding.Warning("archive-volatile", $"{Archive} is in RAM", $"{written.Place} is a {written.Type}: what is archived there is lost with the power",
                new Fix(FixPlace.Fstab, $"/dev/… {Archive} ext4 nosuid,nodev,noexec 0 2"))
            : Finding.Ok("archive", $"{Archive} is on {written.Type}{(written.Options.Split(',').Contains("ro") ? ", mounted read-only" : "")}");
    }
}
