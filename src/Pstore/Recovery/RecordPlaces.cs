namespace Pstore.Recovery;

/// <summary>Where a record was read. The same record may be in both places.</summary>
[Flags]
public enum RecordPlaces
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>In the zones of a region: memory, or an image of it.</summary>
    Region = 1,

    /// <summary>In a mounted pstore file system, where the kernel put what it found when its driver was bound.</summary>
    FileSystem = 2,
}
