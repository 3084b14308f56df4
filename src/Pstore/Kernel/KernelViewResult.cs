using Pstore.Ram;

namespace Pstore.Kernel;

/// <summary>What pstorefs shows of a region, or why the driver's probe fails.</summary>
/// <param name="Reader">The reading kernel.</param>
/// <param name="Files">The files in the order in which the kernel finds them.</param>
/// <param name="Layout">The reading kernel's layout, or null.</param>
/// <param name="Error">The failing sum, or null.</param>
/// <param name="Diagnostics">Where the kernel loses something.</param>
public sealed record KernelViewResult(
    KernelVersion Reader,
    IReadOnlyList<PstoreFile> Files,
    ZoneLayout? Layout,
    Diagnostic? Error,
    IReadOnlyList<Diagnostic> Diagnostics);
