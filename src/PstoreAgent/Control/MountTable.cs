using PstoreAgent.Discovery.Facts;
using PstoreAgent.Sources.FileSystem;

namespace PstoreAgent.Control;

/// <summary>Where file systems are mounted, by /proc/self/mounts.</summary>
internal static class MountTable
{
    private const string File = "/proc/self/mounts";

    // Hosts of many containers have some thousand lines.
    private const int MostBytes = 1 << 20;

    /// <summary>The first place where a type of file system is mounted; null where it is nowhere.</summary>
    public static string? PlaceOf(MachineRoot root, string type)
    {
        if (root.TryReadText(File, MostBytes, out string mounts) != ReadState.Read) return null;
        foreach (string line in mounts.Split('\n'))
        {
            string[] words = line.Split(' ');
            if (words.Length > 2 && words[2] == type) return MountText.Unescape(words[1]);
        }

        return null;
    }
}
