using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Output;

/// <summary>Replaces a file so that at any moment there is the old or the new one, whole, with the owner and the mode of the old.</summary>
internal static unsafe class FileReplacement
{
    private const int NewFileMode = 0x1A4; // rw-r--r--
    private const uint ModeBits = 0xFFF;

    /// <param name="path">The file itself and no link to it.</param>
    /// <param name="content">All of the new content.</param>
    /// <exception cref="AgentException">It could not be written; the old one is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        if (TemporaryFile.IsOther(path)) throw new AgentException(ExitCode.CannotCreate, $"{path}: is no plain file and is left alone");
        string temporary;
        int errno;
        using (FileDescriptor? file = TemporaryFile.Create(path, NewFileMode, out temporary, out errno))
        {
            if (file == null) throw Failure(path, errno);
            errno = file.Write(content);
            if (errno == 0) errno = TakeOver(path, file);
            if (errno == 0 && LibC.fsync(file.Number) != 0) errno = LibC.errno;
        }

        fixed (byte* from = FileDescriptor.PathBytes(temporary))
        fixed (byte* to = FileDescriptor.PathBytes(path))
        {
            if (errno == 0 && MissingImports.Rename(from, to) != 0) errno = LibC.errno;
            if (errno != 0)
            {
                _ = LibC.unlink(from);
                throw Failure(path, errno);
            }
        }

        SyncFolder(path);
    }

    /// <summary>Owner and mode of the old file, where there is one.</summary>
    private static int TakeOver(string path, FileDescriptor file)
    {
        stat old;
        fixed (byte* name = FileDescriptor.PathBytes(path))
            if (LibC.lstat(name, &old) != 0) return LibC.errno == LibC.ENOENT ? 0 : LibC.errno;
        if (LibC.fchown(file.Number, old.st_uid, old.st_gid) != 0) return LibC.errno;
        return LibC.fchmod(file.Number, (mode_t)((uint)old.st_mode & ModeBits)) == 0 ? 0 : LibC.errno;
    }

    private static void SyncFolder(string path)
    {
        using FileDescriptor? folder = FileDescriptor.Open(Path.GetDirectoryName(path) is { Length: > 0 } name ? name : "/", LibC.O_RDONLY | LibC.O_DIRECTORY, 0, out _);
        if (folder != null) _ = LibC.fsync(folder.Number);
    }

    private static AgentException Failure(string path, int errno) => new(Errno.ExitCodeForWriting(errno), $"{path}: {Errno.Text(errno)}");
}
