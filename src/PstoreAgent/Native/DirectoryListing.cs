using System.Runtime.InteropServices;
using System.Text;
using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>
/// Lists directories by readdir(3), which gives the kind of each entry without a call of its own.
/// struct dirent of 64-bit Linux: u64 d_ino, s64 d_off, u16 d_reclen, u8 d_type, name up to NUL.
/// </summary>
internal static unsafe class DirectoryListing
{
    private const int TypeAt = 18, NameAt = 19;
    private const byte Unknown = 0, Directory = 4, Link = 10;

    /// <summary>The entries without "." and "..", <paramref name="limit"/> at most; null with errno when it can't be read.</summary>
    public static List<DirectoryEntry>? Read(string path, int limit, out int errno)
    {
        void* directory;
        fixed (byte* name = FileDescriptor.PathBytes(path)) directory = MissingImports.OpenDirectory(name);
        errno = directory == null ? LibC.errno : 0;
        return directory == null ? null : Read(directory, limit, name => OfUnknownKind(path, name));
    }

    /// <summary>The entries of an open directory, whose descriptor this takes over.</summary>
    /// <param name="folder">The descriptor.</param>
    /// <param name="limit">The most entries.</param>
    /// <param name="ofUnknownKind">Tells the kind of a name where the file system doesn't.</param>
    /// <param name="errno">What went wrong.</param>
    public static List<DirectoryEntry>? Read(int folder, int limit, Func<string, DirectoryEntry> ofUnknownKind, out int errno)
    {
        void* directory = MissingImports.OpenDirectory(folder);
        errno = directory == null ? LibC.errno : 0;
        if (directory != null) return Read(directory, limit, ofUnknownKind);
        _ = LibC.close(folder);
        return null;
    }

    private static List<DirectoryEntry> Read(void* directory, int limit, Func<string, DirectoryEntry> ofUnknownKind)
    {
        var entries = new List<DirectoryEntry>();
        while (entries.Count < limit)
        {
            byte* entry = MissingImports.ReadDirectory(directory);
            if (entry == null) break;
            string name = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + NameAt));
            if (name is "." or "..") continue;
            byte type = entry[TypeAt];
            entries.Add(type == Unknown ? ofUnknownKind(name) : new DirectoryEntry(name, type == Directory, type == Link));
        }

        _ = MissingImports.CloseDirectory(directory);
        return entries;
    }

    // Some file systems don't tell the kind.
    private static DirectoryEntry OfUnknownKind(string path, string name)
    {
        string full = $"{path}/{name}";
        bool link = SymbolicLink.Read(full) != null;
        return new DirectoryEntry(name, !link && System.IO.Directory.Exists(full), link);
    }
}
