namespace Pstore.Symbols;

/// <summary>
/// The symbols of a kernel, from System.map or /proc/kallsyms. Addresses are link-time addresses.
/// Among several names of one address the one that kallsyms shows comes first (scripts/kallsyms.c).
/// </summary>
public sealed class SymbolTable
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly ulong[] _addresses;
    private readonly SymbolName[] _names;
    private readonly ulong _first;
    private readonly ulong _end;

    internal SymbolTable(ReadOnlyMemory<byte> text, ulong[] addresses, SymbolName[] names, ulong first, ulong end, int skipped)
    {
        _text = text;
        _addresses = addresses;
        _names = names;
        _first = first;
        _end = end;
        SkippedLines = skipped;
    }

    /// <summary>Distinct addresses with a name.</summary>
    public int Count => _addresses.Length;

    /// <summary>Lines that were no symbol.</summary>
    public int SkippedLines { get; }

    /// <summary>Reads the text of a System.map or of kallsyms: "address type name [module]" on each line. Bad lines are counted and left out.</summary>
    public static SymbolTable Parse(ReadOnlyMemory<byte> text) => new SymbolParser(text).Parse();

    /// <summary>Finds the symbol that covers a link-time address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="symbol">Its name, the offset in it, and its size up to the next symbol.</param>
    public bool TryFind(ulong address, out SymbolMatch symbol)
    {
        symbol = default;
        int index = Array.BinarySearch(_addresses, address);
        if (index < 0) index = ~index - 1;
        if (index < 0) return false;
        SymbolName name = _names[index];
        if (name.ModuleLength == 0 && (address < _first || address >= _end)) return false;
        ulong start = _addresses[index];
        ulong next = index + 1 < _addresses.Length ? _addresses[index + 1] : _end;
        ReadOnlySpan<byte> text = _text.Span;
        symbol = new SymbolMatch(
            text.Slice(name.Start, name.Length),
            text.Slice(name.Start + name.Length, name.ModuleLength),
            address - start,
            next - start);
        return true;
    }
}
