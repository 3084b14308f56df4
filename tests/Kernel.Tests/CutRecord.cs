namespace Kernel.Tests;

/// <summary>Where a record is after a cut.</summary>
internal readonly record struct CutRecord(string Name, bool IsArchived, bool IsRemembered);
