namespace PstoreAgent.Archive;

/// <summary>Something to mask.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Its first byte in the text.</param>
/// <param name="End">The byte behind it.</param>
/// <param name="Key">The value in one spelling, so that each value gets one number.</param>
internal readonly record struct RedactionFind(RedactionKind Kind, int Start, int End, string Key);
