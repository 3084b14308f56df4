using Pstore.Ram;
using Pstore.Recovery;

namespace Pstore.Blk;

/// <summary>Tells the word size of the machine that wrote a store.</summary>
internal static class BlkWriter
{
    /// <summary>From the headers of its dumps where they show it, else from its traces, else 8.</summary>
    public static int WordSize(IReadOnlyList<AttachedZone> zones, KmsgHeaderLayout headers, bool bigEndian, KernelVersion kernel)
    {
        // Little-endian headers of 32 and of 64 bits are alike but for i386's.
        if (headers.WordSize == 4) return 4;
        return TraceRecovery.WordSize(zones, bigEndian, kernel) ?? headers.WordSize;
    }
}
