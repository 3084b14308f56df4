using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>
/// An open directory. Names are looked up in it alone, and no link is followed: nothing can be put in the place of
/// what is worked on. Calls return errno, or 0, unless they say otherwise.
/// </summary>
internal sealed unsafe class FolderDescriptor : IDisposable
{
    private const int RemoveDirectory = 0x200; // AT_REMOVEDIR

    private readonly FileDescriptor _folder;

    private FolderDescriptor(FileDescriptor folder) => _folder = folder;

    public int Number => _folder.Number;

    private static int FolderFlags => LibC.O_RDONLY | LibC.O_DIRECTORY | LibC.O_NOFOLLOW;

    /// <summary>Opens a directory that is no link itself. Null on failure, with errno.</summary>
    public static FolderDescriptor? Open(string path, out int errno) =>
        FileDescriptor.Open(path, FolderFlags, 0, out errno) is { } folder ? new FolderDescriptor(folder) : null;

    /// <summary>Opens a directory in this one. Null on failure, with errno: ELOOP or ENOTDIR where it is something else.</summary>
    public FolderDescriptor? OpenFolder(string name, out int errno) =>
        OpenFile(name, FolderFlags, 0, out errno) is { } folder ? new FolderDescriptor(folder) : null;

    /// <summary>Opens a file in this directory. Null on failure, with errno.</summary>
    public FileDescriptor? OpenFile(string name, int flags, uint mode, out int errno)
    {
        fixed (byte* path = FileDescriptor.PathBytes(name))
        {
            int fd;
            do
            {
                fd = MissingImports.OpenAt(Number, path, flags | LibC.O_NOFOLLOW | LibC.O_CLOEXEC, mode);
                errno = fd < 0 ? LibC.errno : 0;
            }
            while (errno == LibC.EINTR);
            return fd < 0 ? null : FileDescriptor.Adopt(fd);
        }
    }

    /// <summary>All bytes of a regular file, at most <paramref name="limit"/>. Null on failure, with errno.</summary>
    public byte[]? ReadFile(string name, int limit, out int errno)
    {
        using FileDescriptor? file = OpenFile(name, LibC.O_RDONLY | LibC.O_NONBLOCK, 0, out errno);
        if (file == null) return null;
        if (file.IsRegularFile()) return file.ReadToEnd(limit, out errno);
        errno = LibC.EINVAL;
        return null;
    }

    /// <summary>Whether there is something of this name that could be opened, or is a link.</summary>
    public bool Has(string name)
    {
        using FileDescriptor? file = OpenFile(name, LibC.O_RDONLY | LibC.O_NONBLOCK, 0, out int errno);
        return file != null || errno != LibC.ENOENT;
    }

    public int MakeFolder(string name, uint mode)
    {
        fixed (byte* path = FileDescriptor.PathBytes(name))
            return MissingImports.MakeDirectoryAt(Number, path, mode) == 0 ? 0 : LibC.errno;
    }

    public int Rename(string from, string to)
    {
        fixed (byte* source = FileDescriptor.PathBytes(from))
        fixed (byte* target = FileDescriptor.PathBytes(to))
            return MissingImports.RenameAt(Number, source, Number, target) == 0 ? 0 : LibC.errno;
    }

    public int Unlink(string name) => Remove(name, 0);

    public int Sync() => LibC.fsync(Number) == 0 ? 0 : LibC.errno;

    /// <summary>What is in it, <paramref name="limit"/> names at most. Null on failure, with errno.</summary>
    public List<DirectoryEntry>? List(int limit, out int errno)
    {
        // The descriptor of this folder stays its own: reading would move its place.
        fixed (byte* self = FileDescriptor.PathBytes("."))
        {
            int fd = MissingImports.OpenAt(Number, self, FolderFlags | LibC.O_CLOEXEC, 0);
            errno = fd < 0 ? LibC.errno : 0;
            return fd < 0 ? null : DirectoryListing.Read(fd, limit, OfUnknownKind, out errno);
        }
    }

    /// <summary>Removes a directory with all that is in it. What is a link is removed itself.</summary>
    public int RemoveTree(string name)
    {
        int errno = Unlink(name);
        if (errno != LibC.EISDIR && errno != LibC.EPERM) return errno == LibC.ENOENT ? 0 : errno;
        using (FolderDescriptor? folder = OpenFolder(name, out errno))
        {
            if (folder == null) return errno;
            errno = folder.RemoveContent();
            if (errno != 0) return errno;
        }

        return Remove(name, RemoveDirectory);
    }

    public void Dispose() => _folder.Dispose();

    private int RemoveContent()
    {
        if (List(int.MaxValue, out int errno) is not { } entries) return errno;
        foreach (DirectoryEntry entry in entries)
        {
            errno = entry.IsDirectory ? RemoveTree(entry.Name) : Unlink(entry.Name);
            if (errno != 0 && errno != LibC.ENOENT) return errno;
        }

        return 0;
    }

    private int Remove(string name, int flags)
    {
        fixed (byte* path = FileDescriptor.PathBytes(name))
            return MissingImports.UnlinkAt(Number, path, flags) == 0 ? 0 : LibC.errno;
    }

    private DirectoryEntry OfUnknownKind(string name)
    {
        using FolderDescriptor? folder = OpenFolder(name, out int errno);
        return new DirectoryEntry(name, folder != null, errno == LibC.ELOOP);
    }
}
