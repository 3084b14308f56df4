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
        if (directory == null) return null;
        var entries = new List<DirectoryEntry>();
        while (entries.Count < limit)
        {
            byte* entry = MissingImports.ReadDirectory(directory);
            if (entry == null) break;
            string name = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + NameAt));
            if (name is not ("." or "..")) entries.Add(Entry(path, name, entry[TypeAt]));
        }

        _ = MissingImports.CloseDirectory(directory);
        return entries;
    }

    // Some file systems don't tell the kind.
    private static DirectoryEntry Entry(string path, string name, byte type)
    {
        if (type != Unknown) return new DirectoryEntry(name, type == Directory, type == Link);
        string full = $"{path}/{name}";
        bool link = SymbolicLink.Read(full) != null;
        return new DirectoryEntry(name, !link && System.IO.Directory.Exists(full), link);
    }
}
