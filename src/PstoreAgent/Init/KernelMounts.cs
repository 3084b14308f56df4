using PstoreAgent.Native;
using PstoreAgent.Output;
using Tmds.Linux;

namespace PstoreAgent.Init;

/// <summary>The kernel's own file systems, which nobody has mounted before the first process.</summary>
internal static unsafe class KernelMounts
{
    private const int DirectoryMode = 0x1ED; // rwxr-xr-x

    public static void Mount()
    {
        Mount("proc", "/proc", LibC.MS_NOSUID | LibC.MS_NODEV | LibC.MS_NOEXEC);
        Mount("sysfs", "/sys", LibC.MS_NOSUID | LibC.MS_NODEV | LibC.MS_NOEXEC);
        Mount("devtmpfs", "/dev", LibC.MS_NOSUID);
    }

    private static void Mount(string type, string place, ulong_t flags)
    {
        fixed (byte* typeName = FileDescriptor.PathBytes(type))
        fixed (byte* path = FileDescriptor.PathBytes(place))
        {
            _ = LibC.mkdir(path, (mode_t)DirectoryMode);
            if (LibC.mount(typeName, path, typeName, flags, null) == 0) return;
            int errno = LibC.errno;

            // Busy: somebody mounted it before. No such device: the kernel was built without it.
            if (errno != LibC.EBUSY) StandardError.Line($"pstore-agent: {type} can't be mounted on {place}: {Errno.Text(errno)}");
        }
    }
}
