namespace Pstore.Symbols;

/// <summary>Where a name stands in the text.</summary>
internal readonly record struct SymbolName(int Start, int Length, int ModuleLength);
