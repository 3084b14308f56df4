namespace PstoreAgent.Sources;

/// <summary>One source that was tried.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Name">The same for people: "/dev/mem at 0x880000000".</param>
/// <param name="Problem">Why it could not be read; null when it was.</param>
internal sealed record SourceReport(SourceKind Kind, string Name, string? Problem = null);
