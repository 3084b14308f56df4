namespace Pstore.Ram.Probe;

/// <summary>What a probe found.</summary>
/// <param name="Base">Byte offset of the region in the bytes given.</param>
/// <param name="Layout">The best layout, or null when no header supports any.</param>
/// <param name="BigEndian">Byte order of the headers.</param>
/// <param name="Certainties">Certainty of each parameter by its kernel name ("record_size").</param>
/// <param name="FtraceKernel">The kernel named by the ftrace signature, or null.</param>
/// <param name="Matched">Zones that have their header.</param>
/// <param name="Unexplained">Headers that are no zone of the layout.</param>
/// <param name="Diagnostics">What is uncertain.</param>
public sealed record ProbeResult(
    int Base,
    RamoopsLayout? Layout,
    bool BigEndian,
    IReadOnlyDictionary<string, Certainty> Certainties,
    KernelVersion? FtraceKernel,
    int Matched,
    int Unexplained,
    IReadOnlyList<Diagnostic> Diagnostics);
