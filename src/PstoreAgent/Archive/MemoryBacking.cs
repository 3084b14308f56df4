using System.Text;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Archive;

/// <summary>Tells whether a store lies in memory, where the next power-off takes it.</summary>
internal static class MemoryBacking
{
    private const string Mounts = "/proc/self/mountinfo", Upper = "upperdir=";
    private const int MostBytes = 1 << 20;

    /// <summary>What holds the store, for people; null for a disk, and where nothing tells.</summary>
    public static string? Of(FolderDescriptor folder)
    {
        if (StoreSpace.Of(folder) is not { } space) return null;
        if (space.IsMemory) return "a file system in memory";
        if (!space.IsOverlay || UpperFolder(folder) is not { } upper) return null;
        return StoreSpace.At(upper) is { IsMemory: true } ? $"an overlay whose changes are kept in memory ({upper})" : null;
    }

    /// <summary>The folder that takes the changes of the overlay that a folder is on. A line is: id, parent, major:minor, root, mount point, options, …, "-", type, source, options.</summary>
    private static unsafe string? UpperFolder(FolderDescriptor folder)
    {
        stat status;
        if (LibC.fstat(folder.Number, &status) != 0) return null;
        ulong device = (ulong)status.st_dev;
        string wanted = $"{((device >> 8) & 0xFFF) | ((device >> 32) & ~0xFFFUL)}:{(device & 0xFF) | ((device >> 12) & ~0xFFUL)}";
        using FileDescriptor? file = FileDescriptor.OpenRegular(Mounts, 0, out _);
        foreach (string line in Encoding.UTF8.GetString(file?.ReadToEnd(MostBytes, out _) ?? []).Split('\n'))
        {
            string[] words = line.Split(' ');
            if (words.Length < 3 || words[2] != wanted) continue;
            string? upper = words[^1].Split(',').FirstOrDefault(option => option.StartsWith(Upper, StringComparison.Ordinal));
            if (upper != null) return MountText.Unescape(upper[Upper.Length..]);
        }

        return null;
    }
}
