namespace PstoreAgent.Native;

/// <summary>Kinds of files that matter where a device is expected.</summary>
internal enum FileKind
{
    /// <summary>A folder, a pipe, a socket.</summary>
    Other,

    /// <summary>A regular file.</summary>
    Regular,

    /// <summary>A block device.</summary>
    BlockDevice,

    /// <summary>A character device.</summary>
    CharacterDevice,
}
