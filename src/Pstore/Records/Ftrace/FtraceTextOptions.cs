using Pstore.Symbols;

namespace Pstore.Records;

/// <summary>How a trace is printed.</summary>
/// <param name="Format">Shape of the entries.</param>
/// <param name="Reader">The kernel whose lines are wanted.</param>
/// <param name="Symbols">Names for addresses, or null.</param>
/// <param name="KaslrOffset">What the kernel that ran added to its link-time addresses.</param>
public sealed record FtraceTextOptions(FtraceFormat Format, KernelVersion Reader, SymbolTable? Symbols = null, ulong KaslrOffset = 0);
