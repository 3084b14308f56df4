using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Archive;

/// <summary>Failures of the store as one line and an exit code.</summary>
internal static class StoreFailure
{
    public static AgentException Of(string path, int errno) => new(Code(errno), $"{path}: {Errno.Text(errno)}{Way(errno)}");

    /// <summary>Of an entry that was to go.</summary>
    public static AgentException OfRemoval(string path, int errno) => new(Code(errno), $"{path}: can't be removed: {Errno.Text(errno)}{Way(errno)}");

    public static bool IsFull(int errno) => errno == LibC.ENOSPC || errno == LibC.EDQUOT || errno == LibC.EFBIG;

    private static int Code(int errno)
    {
        if (errno == LibC.EACCES || errno == LibC.EPERM) return ExitCode.Permission;
        return IsFull(errno) || errno == LibC.EIO ? ExitCode.InputOutput : ExitCode.CannotCreate;
    }

    private static string Way(int errno) =>
        errno == LibC.EROFS ? "; remount it writable, or name a folder on another file system"
        : errno == LibC.EACCES || errno == LibC.EPERM ? Permission()
        : errno == LibC.EBUSY ? "; something is mounted there: unmount it"
        : errno == LibC.ELOOP ? "; it is a symbolic link, and links are not followed: remove it"
        : errno == LibC.EISDIR ? "; a directory is in the place of a file: remove it"
        : "";

    private static string Permission() => LibC.geteuid() == 0
        ? "; root is refused too: it is immutable (chattr -i changes that), or a security module forbids it"
        : "; run it as root";
}
