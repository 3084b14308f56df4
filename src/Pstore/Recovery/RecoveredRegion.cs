using Pstore.Ram;
using Pstore.Ram.Probe;

namespace Pstore.Recovery;

/// <summary>Everything that could be read from a region.</summary>
/// <param name="Base">Byte offset of the region in the image.</param>
/// <param name="Layout">Its layout, or null when none was found.</param>
/// <param name="Certainties">Certainty of each parameter by its kernel name.</param>
/// <param name="Writer">Byte order and word size.</param>
/// <param name="Kernel">The kernel that wrote it.</param>
/// <param name="Zones">The zones as attached, in the order of their offsets.</param>
/// <param name="Records">The records: those that the kernel shows first, then the others.</param>
/// <param name="Diagnostics">What is damaged or uncertain.</param>
public sealed record RecoveredRegion(
    int Base,
    ZoneLayout? Layout,
    IReadOnlyDictionary<string, Certainty> Certainties,
    WriterFormat Writer,
    KernelFinding Kernel,
    IReadOnlyList<AttachedZone> Zones,
    IReadOnlyList<RecoveredRecord> Records,
    IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Nothing is known of a region, and nothing was found.</summary>
    public static readonly RecoveredRegion Nothing = new(
        0, null, new Dictionary<string, Certainty>(), new WriterFormat(false, 8),
        new KernelFinding(KernelVersion.NewestKnown, Certainty.Guessed, "nothing tells"), [], [], []);
}
