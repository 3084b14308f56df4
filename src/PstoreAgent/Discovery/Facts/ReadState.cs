namespace PstoreAgent.Discovery.Facts;

/// <summary>How reading a file of the machine ended.</summary>
internal enum ReadState
{
    /// <summary>It was read, up to the bound.</summary>
    Read,

    /// <summary>It isn't there.</summary>
    Missing,

    /// <summary>It is there, but not for this user (EACCES, EPERM).</summary>
    Refused,

    /// <summary>It is there and can't be read for another reason.</summary>
    Failed,
}
