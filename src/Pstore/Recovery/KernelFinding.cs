using Pstore.Ram.Probe;

namespace Pstore.Recovery;

/// <summary>The kernel that wrote a region, and how that is known.</summary>
/// <param name="Version">The version; where nothing tells, one whose rules fit.</param>
/// <param name="Certainty">How far to trust it.</param>
/// <param name="Evidence">Where it was found, for people.</param>
public sealed record KernelFinding(KernelVersion Version, Certainty Certainty, string Evidence);
