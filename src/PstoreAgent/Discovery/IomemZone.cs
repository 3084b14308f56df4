using Pstore.Ram;

namespace PstoreAgent.Discovery;

/// <summary>One zone as /proc/iomem shows it while the driver holds it.</summary>
/// <param name="Kind">What the label says; null before 4.20, whose label is the same for all.</param>
/// <param name="Index">Number among its kind.</param>
/// <param name="Count">How many of its kind the label promises.</param>
/// <param name="Address">Physical address.</param>
/// <param name="Size">Bytes, header and parity included.</param>
internal sealed record IomemZone(ZoneKind? Kind, int Index, int Count, ulong Address, long Size);
