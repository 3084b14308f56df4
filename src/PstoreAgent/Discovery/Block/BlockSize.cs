using Pstore.Blk;

namespace PstoreAgent.Discovery.Block;

/// <summary>One size parameter of pstore_blk.</summary>
/// <param name="Name">"kmsg_size", "pmsg_size", "console_size" or "ftrace_size".</param>
/// <param name="Kib">The value as given, in KiB; 0 or less is no such zone.</param>
/// <param name="Origin">Where it was given.</param>
internal sealed record BlockSize(string Name, long Kib, string Origin)
{
    /// <summary>What the kernel makes of it.</summary>
    public long Bytes => BlkSizes.FromKib(Kib);

    /// <summary>Whether that is what was given.</summary>
    public bool IsTakenAsGiven => Kib <= 0 || (Bytes >> 10) == Kib;
}
