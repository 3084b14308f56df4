using Pstore.Recovery;

namespace PstoreAgent.Archive;

/// <summary>A record that was read, with what the index knows it by.</summary>
/// <param name="Record">The record.</param>
/// <param name="Digest">Of its content.</param>
/// <param name="TimeDigest">Of its time, for a dump that has one.</param>
internal sealed record Candidate(RecoveredRecord Record, string Digest, string? TimeDigest);
