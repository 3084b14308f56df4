using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>errno as words. The C library's own texts would need a locale; these are the ones that matter here.</summary>
internal static class Errno
{
    public static string Text(int errno)
    {
        if (errno == LibC.EPERM) return "Operation not permitted";
        if (errno == LibC.ENOENT) return "No such file or directory";
        if (errno == LibC.EIO) return "Input/output error";
        if (errno == LibC.ENXIO) return "No such device or address";
        if (errno == LibC.EACCES) return "Permission denied";
        if (errno == LibC.EEXIST) return "File exists";
        if (errno == LibC.ENOTDIR) return "Not a directory";
        if (errno == LibC.EISDIR) return "Is a directory";
        if (errno == LibC.ENOSPC) return "No space left on device";
        if (errno == LibC.EROFS) return "Read-only file system";
        if (errno == LibC.ENOMEM) return "Cannot allocate memory";
        if (errno == LibC.ELOOP) return "Too many levels of symbolic links";
        if (errno == LibC.ENAMETOOLONG) return "File name too long";
        if (errno == LibC.EPIPE) return "Broken pipe";
        if (errno == LibC.EDQUOT) return "Disk quota exceeded";
        return $"errno {errno}";
    }

    /// <summary>The exit code that fits a failure to open or read.</summary>
    public static int ExitCodeForReading(int errno)
    {
        if (errno == LibC.EACCES || errno == LibC.EPERM) return ExitCode.Permission;
        if (errno == LibC.ENOENT || errno == LibC.ENOTDIR || errno == LibC.EISDIR || errno == LibC.ELOOP || errno == LibC.ENAMETOOLONG || errno == LibC.ENXIO)
            return ExitCode.NoInput;
        return ExitCode.InputOutput;
    }

    /// <summary>The exit code that fits a failure to create or write.</summary>
    public static int ExitCodeForWriting(int errno)
    {
        if (errno == LibC.EACCES || errno == LibC.EPERM || errno == LibC.EROFS) return ExitCode.Permission;
        if (errno == LibC.ENOSPC || errno == LibC.EIO || errno == LibC.EDQUOT) return ExitCode.InputOutput;
        return ExitCode.CannotCreate;
    }
}
