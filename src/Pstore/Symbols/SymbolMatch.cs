namespace Pstore.Symbols;

/// <summary>A symbol that covers an address.</summary>
public readonly ref struct SymbolMatch(ReadOnlySpan<byte> name, ReadOnlySpan<byte> module, ulong offset, ulong size)
{
    /// <summary>Its name.</summary>
    public ReadOnlySpan<byte> Name { get; } = name;

    /// <summary>" [module]" as it is printed behind, or empty.</summary>
    public ReadOnlySpan<byte> Module { get; } = module;

    /// <summary>Bytes from its start.</summary>
    public ulong Offset { get; } = offset;

    /// <summary>Bytes up to the next symbol.</summary>
    public ulong Size { get; } = size;
}
