using PstoreAgent.Native;
using PstoreAgent.Output;
using Tmds.Linux;

namespace PstoreAgent.Archive;

/// <summary>Opens the folder of a store so that nobody else has a say in what lies there.</summary>
internal static unsafe class StoreFolder
{
    private const int WritableByOthers = 0x12; // -----w--w-

    /// <summary>Opens the folder; makes it, with its parents, where it is missing and <paramref name="create"/> says so.</summary>
    public static FolderDescriptor Open(string path, bool create)
    {
        // A slash at the end would follow a link in spite of O_NOFOLLOW.
        path = path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/";
        FolderDescriptor? folder = FolderDescriptor.Open(path, out int errno);
        if (folder == null && errno == LibC.ENOENT && create)
        {
            Make(path);
            folder = FolderDescriptor.Open(path, out errno);
        }

        if (folder == null) throw Refused(path, errno);
        try
        {
            Check(folder, path);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static void Make(string path)
    {
        string parent = Path.GetDirectoryName(path) is { Length: > 0 } above ? above : ".";
        new OutputDirectory(parent).Create();
        fixed (byte* name = FileDescriptor.PathBytes(path))
        {
            // Another run may be a moment ahead.
            if (LibC.mkdir(name, (mode_t)StoreNames.FolderMode) != 0 && LibC.errno is var errno && errno != LibC.EEXIST) throw StoreFailure.Of(path, errno);
        }

        using FileDescriptor? opened = FileDescriptor.Open(parent, LibC.O_RDONLY | LibC.O_DIRECTORY, 0, out int problem);
        if (opened != null) problem = LibC.fsync(opened.Number) == 0 ? 0 : LibC.errno;
        if (problem != 0) throw StoreFailure.Of(parent, problem);
    }

    private static void Check(FolderDescriptor folder, string path)
    {
        stat status;
        if (LibC.fstat(folder.Number, &status) != 0) throw StoreFailure.Of(path, LibC.errno);
        uint owner = (uint)status.st_uid, self = (uint)LibC.geteuid();
        if (owner != 0 && owner != self)
            throw new AgentException(ExitCode.CannotCreate, $"{path}: belongs to user {owner}, who could change what is archived: chown it to root, or name another folder");
        if (((uint)status.st_mode & WritableByOthers) != 0)
            throw new AgentException(ExitCode.CannotCreate, $"{path}: others may write to it and could change what is archived: chmod 700 it, or name another folder");
    }

    private static AgentException Refused(string path, int errno)
    {
        if (SymbolicLink.Read(path) is { } target)
            return new AgentException(ExitCode.CannotCreate, $"{path}: is a symbolic link to {target}, and links are not followed: name {target} itself");
        if (errno == LibC.ENOENT) return new AgentException(ExitCode.NoInput, $"{path}: there is no archive; pstore-agent collect makes one");
        return errno == LibC.ENOTDIR ? new AgentException(ExitCode.CannotCreate, $"{path}: is a file, not a directory") : StoreFailure.Of(path, errno);
    }
}
