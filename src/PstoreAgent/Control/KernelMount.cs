using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Control;

/// <summary>Mounts file systems that the kernel makes itself.</summary>
internal static unsafe class KernelMount
{
    /// <summary>Mounts a type of file system on a folder, without set-user-id, devices and programs. errno, or 0.</summary>
    public static int Mount(string type, string place)
    {
        fixed (byte* name = FileDescriptor.PathBytes(type))
        fixed (byte* path = FileDescriptor.PathBytes(place))
            return LibC.mount(name, path, name, LibC.MS_NOSUID | LibC.MS_NODEV | LibC.MS_NOEXEC, null) == 0 ? 0 : LibC.errno;
    }
}
