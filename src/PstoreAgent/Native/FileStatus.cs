using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>What kind of file a path is, without opening it.</summary>
/// <param name="IsCharacterDevice">Whether it is a character device.</param>
/// <param name="Permissions">The last twelve bits of its mode.</param>
internal readonly record struct FileStatus(bool IsCharacterDevice, int Permissions)
{
    private const int PermissionBits = 0xFFF;

    /// <summary>Of the file itself, should it be a link; null where there is none.</summary>
    public static unsafe FileStatus? Of(string path)
    {
        stat status;
        fixed (byte* name = FileDescriptor.PathBytes(path))
            if (LibC.lstat(name, &status) != 0) return null;
        int mode = (ushort)status.st_mode;
        return new FileStatus((mode & (ushort)LibC.S_IFMT) == (ushort)LibC.S_IFCHR, mode & PermissionBits);
    }
}
