using PstoreAgent.Discovery.Access;

namespace PstoreAgent.Sources.Memory;

/// <summary>How storing into physical memory ended.</summary>
internal enum StoreEnd
{
    /// <summary>All is stored and was read back.</summary>
    Stored,

    /// <summary>Memory has something else than a patch expects. Nothing was stored.</summary>
    Differs,

    /// <summary>Memory did not keep what was stored.</summary>
    NotKept,

    /// <summary>The memory could not be accessed.</summary>
    Failed,
}

/// <summary>The same with its details.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Patch">Number of the patch that <see cref="StoreEnd.Differs"/> and <see cref="StoreEnd.NotKept"/> are about.</param>
/// <param name="Failure">What went wrong where the end is <see cref="StoreEnd.Failed"/>.</param>
internal readonly record struct StoreResult(StoreEnd End, int Patch, AccessFailure? Failure);
