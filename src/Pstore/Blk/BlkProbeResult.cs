using Pstore.Ram.Probe;

namespace Pstore.Blk;

/// <summary>What a probe of a store found.</summary>
/// <param name="Layout">The layout, or null where the sizes that are known allow none.</param>
/// <param name="BigEndian">Byte order of the headers.</param>
/// <param name="Certainties">Certainty of each parameter by its kernel name ("kmsg_size").</param>
/// <param name="Diagnostics">What is uncertain.</param>
public sealed record BlkProbeResult(
    BlkLayout? Layout,
    bool BigEndian,
    IReadOnlyDictionary<string, Certainty> Certainties,
    IReadOnlyList<Diagnostic> Diagnostics);
