namespace PstoreAgent.Archive;

/// <summary>What the archive has of a record.</summary>
internal enum Holding
{
    /// <summary>Nothing: it was never archived, or is known by its time alone.</summary>
    Nothing,

    /// <summary>Its entry was removed on purpose.</summary>
    Removed,

    /// <summary>Its entry was redacted, and made without it.</summary>
    LeftOut,

    /// <summary>Its entry or its file is missing or damaged.</summary>
    Lost,

    /// <summary>Its file, with the content that was archived.</summary>
    Whole,
}
