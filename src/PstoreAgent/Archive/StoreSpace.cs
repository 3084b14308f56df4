using PstoreAgent.Native;

namespace PstoreAgent.Archive;

/// <summary>
/// What the file system of a store says of itself by fstatfs(2). struct statfs of 64-bit Linux is words: type, block
/// size, blocks, free, available, files, files free, id, longest name, fragment size.
/// </summary>
/// <param name="Type">Its magic number.</param>
/// <param name="Size">Bytes in all.</param>
/// <param name="Free">Bytes that may be written.</param>
/// <param name="Inodes">Inodes in all; 0 where there is no count of them.</param>
/// <param name="FreeInodes">Inodes that may be made.</param>
internal readonly record struct StoreSpace(long Type, long Size, long Free, long Inodes, long FreeInodes)
{
    private const int Words = 16, TypeAt = 0, BlockAt = 1, BlocksAt = 2, AvailableAt = 4, InodesAt = 5, FreeInodesAt = 6, FragmentAt = 9;

    private const long Tmpfs = 0x01021994, Ramfs = 0x858458F6, Overlay = 0x794C7630;

    public bool IsMemory => Type is Tmpfs or Ramfs;

    public bool IsOverlay => Type == Overlay;

    /// <summary>Of the file system that a folder is on; null where it doesn't say.</summary>
    public static unsafe StoreSpace? Of(FolderDescriptor folder)
    {
        long* words = stackalloc long[Words];
        return MissingImports.FileSystemOf(folder.Number, words) == 0 ? From(words) : null;
    }

    /// <summary>Of the file system at a path; null where there is nothing.</summary>
    public static unsafe StoreSpace? At(string path)
    {
        long* words = stackalloc long[Words];
        fixed (byte* name = FileDescriptor.PathBytes(path))
            return MissingImports.FileSystemAt(name, words) == 0 ? From(words) : null;
    }

    private static unsafe StoreSpace From(long* words)
    {
        long unit = words[FragmentAt] > 0 ? words[FragmentAt] : words[BlockAt];
        return new StoreSpace(words[TypeAt], words[BlocksAt] * unit, words[AvailableAt] * unit, words[InodesAt], words[FreeInodesAt]);
    }
}
