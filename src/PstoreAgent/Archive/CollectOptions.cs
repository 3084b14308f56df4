namespace PstoreAgent.Archive;

/// <summary>The options of collect.</summary>
/// <param name="Directory">The store.</param>
/// <param name="Clear">Clear from memory what is in the archive.</param>
/// <param name="KeepRaw">Keep the raw region too.</param>
/// <param name="Redact">Mask addresses and serial numbers.</param>
/// <param name="ExitCode">Say by the exit code whether a crash was collected.</param>
/// <param name="Json">Print one JSON object.</param>
/// <param name="Limits">How much the store may hold.</param>
internal sealed record CollectOptions(string Directory, bool Clear, bool KeepRaw, bool Redact, bool ExitCode, bool Json, LimitOptions Limits);
