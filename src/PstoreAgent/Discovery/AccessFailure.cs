namespace PstoreAgent.Discovery;

/// <summary>An attempt to read a region that failed; data for an explanation.</summary>
/// <param name="Source">"mem", "kcore" or "pstore".</param>
/// <param name="Step">What failed.</param>
/// <param name="Code">errno; for a signal its number.</param>
/// <param name="Address">Physical address; for a signal or a silence how far the copy had come.</param>
/// <param name="Size">Bytes of the region.</param>
internal sealed record AccessFailure(string Source, AccessStep Step, int Code, ulong Address, long Size);

/// <summary>The steps of reading memory.</summary>
internal enum AccessStep
{
    /// <summary>Starting the child that reads.</summary>
    Start,
    Open,
    Mount,
    Map,
    Read,

    /// <summary>The child was killed: 7 is a bus error.</summary>
    Signal,

    /// <summary>The memory did not answer in time.</summary>
    Timeout,

    /// <summary>Nothing there covers the region.</summary>
    NotCovered,
}
