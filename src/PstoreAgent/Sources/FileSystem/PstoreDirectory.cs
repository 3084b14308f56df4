using PstoreAgent.Discovery.Access;
using PstoreAgent.Discovery.Facts;
using Tmds.Linux;

namespace PstoreAgent.Sources.FileSystem;

/// <summary>The folder of the kernel's own pstore file system: where it is mounted, else mounted for one use.</summary>
internal sealed class PstoreDirectory(Machine machine)
{
    private const string UsualPlace = "/sys/fs/pstore";

    private readonly MachineRoot _root = machine.Root;

    /// <summary>Where it was found, for people.</summary>
    public string Name { get; private set; } = "pstore file system";

    /// <summary>Whether it was mounted for its use here.</summary>
    public bool WasMountedHere { get; private set; }

    /// <summary>Lets <paramref name="use"/>, which must not throw, have the folder. What went wrong, or null.</summary>
    public AccessFailure? Use(bool forWriting, Action<string> use)
    {
        if (MountedAt() is { } directory)
        {
            Name = $"pstore file system at {directory}";
            use(_root.Locate(directory));
            return null;
        }

        if (!_root.IsThisMachine || machine.PstoreBackend == null && machine.DriverBound != true)
            return new AccessFailure(SourceKind.Pstore.Name(), AccessStep.NotCovered, LibC.ENODEV, 0, 0);
        WasMountedHere = true;
        Name = $"pstore file system, mounted for this {(forWriting ? "use" : "reading")} only";
        return PrivateMount.Use(forWriting, use);
    }

    // A folder with the machine's files has no mounts of its own.
    private string? MountedAt() => MountPoint.PlaceOf(_root, "pstore")
        ?? (!_root.IsThisMachine && _root.DirectoryExists(UsualPlace) ? UsualPlace : null);
}
