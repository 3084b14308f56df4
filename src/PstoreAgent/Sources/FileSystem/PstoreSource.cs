using Pstore.Recovery;
using PstoreAgent.Discovery.Access;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Sources.FileSystem;

/// <summary>The records of the kernel's own pstore file system.</summary>
internal sealed class PstoreSource(Machine machine)
{
    private readonly PstoreDirectory _directory = new(machine);

    /// <summary>Where the records were read, for people.</summary>
    public string Name => _directory.Name;

    /// <summary>Whether this reading mounted it.</summary>
    public bool WasMountedHere => _directory.WasMountedHere;

    /// <summary>What was found in the file system.</summary>
    public PstoreFiles Files { get; } = new();

    /// <summary>Reads the records. Null, with what went wrong, on failure.</summary>
    public List<RecoveredRecord>? Read(out AccessFailure? failure)
    {
        List<RecoveredRecord>? records = null;
        AccessFailure? unread = null;
        failure = _directory.Use(forWriting: false, place => records = Files.Read(place, out unread)) ?? unread;
        return records;
    }
}
