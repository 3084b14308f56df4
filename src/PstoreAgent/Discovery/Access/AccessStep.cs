namespace PstoreAgent.Discovery.Access;

/// <summary>Where an access to the region failed.</summary>
internal enum AccessStep
{
    /// <summary>Starting the child that reads or writes; the code is an errno, or the child's exit code.</summary>
    Start,

    Open,
    Map,
    Read,
    Mount,

    /// <summary>Killed by a signal while reading or writing; the code is the signal.</summary>
    BusError,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>The source is there and does not have it: no segment covers the range, no backend has records.</summary>
    NotCovered,
}
