using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Output;

/// <summary>New files beside the one that they are to become.</summary>
internal static unsafe class TemporaryFile
{
    private const int Attempts = 100;

    /// <summary>Makes one. A killed run may have left its file behind, and early in a boot process numbers come again. Null on failure, with errno.</summary>
    /// <param name="path">The file that it is to become.</param>
    /// <param name="mode">Its mode, less the umask.</param>
    /// <param name="temporary">Its path.</param>
    /// <param name="errno">errno, or 0.</param>
    public static FileDescriptor? Create(string path, int mode, out string temporary, out int errno)
    {
        int slash = path.LastIndexOf('/');
        for (int attempt = 0; ; attempt++)
        {
            temporary = $"{path[..(slash + 1)]}.{path[(slash + 1)..]}.{Environment.ProcessId}-{attempt}.tmp";
            FileDescriptor? file = FileDescriptor.Open(temporary, LibC.O_WRONLY | LibC.O_CREAT | LibC.O_EXCL | LibC.O_NOFOLLOW, mode, out errno);
            if (file != null || errno != LibC.EEXIST || attempt == Attempts) return file;
        }
    }

    /// <summary>Whether a path is taken by what is no plain file, as a device or a link, which must not be replaced by one.</summary>
    public static bool IsOther(string path)
    {
        stat status;
        fixed (byte* bytes = FileDescriptor.PathBytes(path))
            return LibC.lstat(bytes, &status) == 0 && ((uint)status.st_mode & (uint)LibC.S_IFMT) != (uint)LibC.S_IFREG;
    }
}
