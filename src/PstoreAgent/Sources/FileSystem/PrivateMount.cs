using PstoreAgent.Discovery.Access;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Sources.FileSystem;

/// <summary>
/// Mounts pstorefs for one use in a mount namespace that only one thread is in: nobody else sees the mount, and it
/// ends with the thread, even where the process is killed.
/// </summary>
internal static unsafe class PrivateMount
{
    private const string Type = "pstore", SourceName = "pstore";

    // A directory that is there on every machine with the file system, and others for where /sys is not mounted.
    private static readonly string[] s_places = ["/sys/fs/pstore", "/sys", "/mnt", "/run", "/tmp", "/dev", "/"];

    /// <summary>Lets <paramref name="use"/>, which must not throw, have the mounted directory. What went wrong, or null.</summary>
    public static AccessFailure? Use(bool forWriting, Action<string> use)
    {
        string place = s_places.First(Directory.Exists);
        int errno = 0;
        var thread = new Thread(() =>
        {
            errno = Mount(place, forWriting);
            if (errno == 0) use(place);
        });
        thread.Start();
        thread.Join();
        return errno == 0 ? null : new AccessFailure(SourceName, AccessStep.Mount, errno, 0, 0);
    }

    private static int Mount(string place, bool forWriting)
    {
        ulong_t flags = LibC.MS_NOSUID | LibC.MS_NODEV | LibC.MS_NOEXEC;
        if (LibC.unshare(LibC.CLONE_NEWNS) != 0) return LibC.errno;
        fixed (byte* type = FileDescriptor.PathBytes(Type))
        fixed (byte* root = FileDescriptor.PathBytes("/"))
        fixed (byte* path = FileDescriptor.PathBytes(place))
        {
            // Else a shared mount point hands the mount on to everybody. A root that is no mount point can't be shared.
            if (LibC.mount(null, root, null, LibC.MS_REC | LibC.MS_PRIVATE, null) != 0 && LibC.errno != LibC.EINVAL) return LibC.errno;
            if (LibC.mount(type, path, type, forWriting ? flags : flags | LibC.MS_RDONLY, null) != 0) return LibC.errno;

            // There is one such file system: an earlier mount for reading may have left it read-only. Where this fails, unlink(2) says so.
            if (forWriting) _ = LibC.mount(null, path, null, flags | LibC.MS_REMOUNT, null);
            return 0;
        }
    }
}
