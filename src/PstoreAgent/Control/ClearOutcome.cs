using Pstore.Recovery;

namespace PstoreAgent.Control;

/// <summary>What became of one record that was to be cleared.</summary>
/// <param name="Record">The record, as it was read.</param>
/// <param name="Cleared">Whether no later boot shows it any more.</param>
/// <param name="Reason">Why it was left, and the way out; null when it was cleared.</param>
internal sealed record ClearOutcome(RecoveredRecord Record, bool Cleared, string? Reason);
