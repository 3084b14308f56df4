namespace Pstore.Recovery;

/// <summary>Which boot a record belongs to, seen from the reading.</summary>
public enum BootRelation
{
    /// <summary>Nothing tells: an image alone doesn't say when it was taken.</summary>
    Unknown,

    /// <summary>The last boot before the one that reads in which the driver was bound.</summary>
    Previous,

    /// <summary>The boot that reads.</summary>
    Current,

    /// <summary>An earlier boot than the previous one.</summary>
    Earlier,
}
