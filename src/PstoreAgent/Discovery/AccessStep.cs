namespace PstoreAgent.Discovery;

/// <summary>Where an access to the region failed.</summary>
internal enum AccessStep
{
    Open,
    Map,
    Read,
    Mount,

    /// <summary>Killed by a signal while reading; the code is the signal.</summary>
    BusError,

    /// <summary>No answer in time.</summary>
    Timeout,
}
