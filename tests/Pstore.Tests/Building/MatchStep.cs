namespace Pstore.Tests.Building;

/// <summary>Literals, then a copy of earlier bytes; the last step of a text has no copy.</summary>
public readonly record struct MatchStep(int LiteralStart, int LiteralLength, int MatchLength, int Distance);
