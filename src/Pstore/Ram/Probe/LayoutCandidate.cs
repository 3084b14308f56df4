namespace Pstore.Ram.Probe;

/// <summary>Parameters under one set of rules, with how well the headers in the bytes fit.</summary>
/// <param name="Parameters">The parameters; ECC is not settled yet.</param>
/// <param name="Kernel">A kernel version that has these rules.</param>
/// <param name="Score">Higher is better.</param>
/// <param name="Matched">Zones that have their header.</param>
internal sealed record LayoutCandidate(RamoopsParameters Parameters, KernelVersion Kernel, int Score, int Matched);
