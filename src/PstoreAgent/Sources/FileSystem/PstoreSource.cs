using Pstore.Recovery;
using PstoreAgent.Discovery.Access;
using PstoreAgent.Discovery.Facts;
using Tmds.Linux;

namespace PstoreAgent.Sources.FileSystem;

/// <summary>The records of the kernel's own pstore file system: where it is mounted, else mounted for this reading.</summary>
internal sealed class PstoreSource(Machine machine)
{
    private const string Mounts = "/proc/self/mounts", UsualPlace = "/sys/fs/pstore";

    private readonly MachineRoot _root = machine.Root;

    /// <summary>Where the records were read, for people.</summary>
    public string Name { get; private set; } = "pstore file system";

    /// <summary>Whether this reading mounted it.</summary>
    public bool WasMountedHere { get; private set; }

    /// <summary>What was found in the file system.</summary>
    public PstoreFiles Files { get; } = new();

    /// <summary>Reads the records. Null, with what went wrong, on failure.</summary>
    public List<RecoveredRecord>? Read(out AccessFailure? failure)
    {
        failure = null;
        if (MountedAt() is { } directory)
        {
            Name = $"pstore file system at {directory}";
            return Files.Read(_root.Locate(directory), out failure);
        }

        if (!_root.IsThisMachine || machine.PstoreBackend == null && machine.DriverBound != true)
        {
            failure = new AccessFailure(SourceKind.Pstore.Name(), AccessStep.NotCovered, LibC.ENODEV, 0, 0);
            return null;
        }

        WasMountedHere = true;
        Name = "pstore file system, mounted for this reading only";
        List<RecoveredRecord>? records = null;
        AccessFailure? unread = null;
        failure = PrivateMount.Read(place => records = Files.Read(place, out unread)) ?? unread;
        return records;
    }

    private string? MountedAt()
    {
        if (_root.TryReadText(Mounts, DiscoveryLimits.Word * 64, out string mounts) == ReadState.Read)
        {
            foreach (string line in mounts.Split('\n'))
            {
                string[] words = line.Split(' ');
                if (words.Length > 2 && words[2] == "pstore") return MountText.Unescape(words[1]);
            }
        }

        // A folder with the machine's files has no mounts of its own.
        return !_root.IsThisMachine && _root.DirectoryExists(UsualPlace) ? UsualPlace : null;
    }
}
