using Pstore.Ram.Probe;

namespace Pstore.Recovery;

/// <summary>Parameters that somebody other than the user names: followed as long as the zone headers don't contradict.</summary>
/// <param name="Parameters">The parameters.</param>
/// <param name="Origin">Who names them, for people: "/proc/device-tree/…".</param>
public sealed record ExpectedParameters(KnownParameters Parameters, string Origin);
