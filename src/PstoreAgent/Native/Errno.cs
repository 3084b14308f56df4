using System.Runtime.InteropServices;
using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>errno as words, and as exit codes.</summary>
internal static class Errno
{
    /// <summary>The C library's words, such as "No such file or directory".</summary>
    public static string Text(int errno) => Marshal.GetPInvokeErrorMessage(errno);

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
