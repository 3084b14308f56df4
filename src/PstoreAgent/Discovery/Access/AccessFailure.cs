namespace PstoreAgent.Discovery.Access;

/// <summary>A failed access to the region.</summary>
/// <param name="Source">"mem", "kcore" or "pstore".</param>
/// <param name="Step">Where it failed.</param>
/// <param name="Code">errno, or the signal of a bus error.</param>
/// <param name="Address">Physical address of the range.</param>
/// <param name="Size">Bytes of the range.</param>
internal readonly record struct AccessFailure(string Source, AccessStep Step, int Code, ulong Address, long Size)
{
    /// <summary>Whether the access was to change memory.</summary>
    public bool IsWrite { get; init; }

    /// <summary>The way out where what was wanted is not to be had elsewhere; null where other sources serve.</summary>
    public string? WayOut { get; init; }
}
