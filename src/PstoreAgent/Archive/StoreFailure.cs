using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Archive;

/// <summary>Failures of the store as one line and an exit code.</summary>
internal static class StoreFailure
{
    public static AgentException Of(string path, int errno) => new(Code(errno), $"{path}: {Errno.Text(errno)}{Way(errno)}");

    public static bool IsFull(int errno) => errno == LibC.ENOSPC || errno == LibC.EDQUOT || errno == LibC.EFBIG;

    private static int Code(int errno)
    {
        if (errno == LibC.EACCES || errno == LibC.EPERM) return ExitCode.Permission;
        return IsFull(errno) || errno == LibC.EIO ? ExitCode.InputOutput : ExitCode.CannotCreate;
    }

    private static string Way(int errno) =>
        errno == LibC.EROFS ? "; remount it writable, or name a folder on another file system"
        : errno == LibC.EACCES || errno == LibC.EPERM ? "; run it as root"
        : "";
}
