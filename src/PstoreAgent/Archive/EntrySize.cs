using PstoreAgent.Native;

namespace PstoreAgent.Archive;

/// <summary>What an entry takes on disk.</summary>
internal static class EntrySize
{
    private const long Block = 4096;
    private const int MostFiles = 65536;

    /// <summary>Bytes of a file in whole blocks.</summary>
    public static long OfFile(long bytes) => (bytes + Block - 1) / Block * Block;

    /// <summary>Bytes of a folder, about.</summary>
    public const long OfFolder = Block;

    /// <summary>Bytes in whole blocks, and inodes, of an entry that is there.</summary>
    public static (long Size, long Inodes) Of(FolderDescriptor folder)
    {
        (long size, long inodes) = (OfFolder, 1);
        foreach (DirectoryEntry entry in folder.List(MostFiles, out _) ?? [])
        {
            if (entry.IsDirectory)
            {
                using FolderDescriptor? inner = folder.OpenFolder(entry.Name, out _);
                if (inner == null) continue;
                (long more, long count) = Of(inner);
                size += more;
                inodes += count;
                continue;
            }

            using FileDescriptor? file = EntryCheck.OpenFile(folder, entry.Name, out _);
            size += OfFile(file?.Size() ?? 0);
            inodes++;
        }

        return (size, inodes);
    }
}
