namespace PstoreAgent.Archive;

/// <summary>A record and the file of an entry that holds it.</summary>
/// <param name="Candidate">The record.</param>
/// <param name="File">Its file; null where it was left out.</param>
internal sealed record ArchivedRecord(Candidate Candidate, WrittenFile? File);
