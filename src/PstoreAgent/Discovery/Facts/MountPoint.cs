namespace PstoreAgent.Discovery.Facts;

/// <summary>One line of /proc/self/mounts.</summary>
/// <param name="Place">The folder, absolute.</param>
/// <param name="Type">The kind of file system.</param>
/// <param name="Options">Options, parted by commas.</param>
internal sealed record MountPoint(string Place, string Type, string Options)
{
    private static readonly string[] s_files = ["/proc/self/mounts", "/proc/mounts"];

    public static IReadOnlyList<MountPoint> ReadAll(MachineRoot root)
    {
        var mounts = new List<MountPoint>();
        foreach (string file in s_files)
        {
            if (root.TryReadText(file, DiscoveryLimits.Mounts, out string text) != ReadState.Read) continue;
            foreach (string line in text.Split('\n'))
            {
                string[] words = line.Split(' ');
                if (words.Length > 3) mounts.Add(new MountPoint(MountText.Unescape(words[1]), words[2], words[3]));
            }

            break;
        }

        return mounts;
    }

    /// <summary>The first place where a type of file system is mounted; null where it is nowhere.</summary>
    public static string? PlaceOf(MachineRoot root, string type)
    {
        foreach (MountPoint mount in ReadAll(root))
            if (mount.Type == type) return mount.Place;
        return null;
    }

    /// <summary>The mount that holds a path; null when nothing is known to be mounted. Links are not followed.</summary>
    public static MountPoint? Holding(IReadOnlyList<MountPoint> mounts, string path)
    {
        MountPoint? best = null;
        foreach (MountPoint mount in mounts)
        {
            bool holds = mount.Place == "/" || path == mount.Place || path.StartsWith(mount.Place + "/", StringComparison.Ordinal);

            // Of two at one place the later one is seen.
            if (holds && (best == null || mount.Place.Length >= best.Place.Length)) best = mount;
        }

        return best;
    }

    /// <summary>The value of an option "name=value"; null without it.</summary>
    public string? Option(string name)
    {
        foreach (string option in Options.Split(','))
            if (option.StartsWith(name + "=", StringComparison.Ordinal)) return option[(name.Length + 1)..];
        return null;
    }
}
