using System.Globalization;

namespace Pstore.Symbols;

/// <summary>Reads symbol lines, sorts them and keeps one name for each address.</summary>
internal sealed class SymbolParser(ReadOnlyMemory<byte> text)
{
    private readonly List<Entry> _entries = new(text.Length / 40);
    private int _skipped;
    private ulong _first;
    private ulong _end = ulong.MaxValue;

    private readonly record struct Entry(ulong Address, SymbolName Name, int Rank, int Order);

    public SymbolTable Parse()
    {
        ReadLines();
        _entries.Sort(static (a, b) =>
            a.Address != b.Address ? a.Address.CompareTo(b.Address)
            : a.Rank != b.Rank ? a.Rank.CompareTo(b.Rank)
            : a.Order.CompareTo(b.Order));

        var addresses = new List<ulong>(_entries.Count);
        var names = new List<SymbolName>(_entries.Count);
        foreach (Entry entry in _entries)
        {
            if (addresses.Count > 0 && addresses[^1] == entry.Address) continue;
            addresses.Add(entry.Address);
            names.Add(entry.Name);
        }

        return new SymbolTable(text, [.. addresses], [.. names], _first, _end, _skipped);
    }

    private void ReadLines()
    {
        ReadOnlySpan<byte> all = text.Span;
        int at = 0;
        while (at < all.Length)
        {
            int length = all[at..].IndexOf((byte)'\n');
            if (length < 0) length = all.Length - at;
            if (!ReadLine(all.Slice(at, length), at)) _skipped++;
            at += length + 1;
        }
    }

    private bool ReadLine(ReadOnlySpan<byte> line, int start)
    {
        int digits = line.IndexOf((byte)' ');
        if (digits is < 1 or > 16 || line.Length < digits + 4 || line[digits + 2] != ' ') return false;
        if (!ulong.TryParse(line[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address)) return false;

        int nameAt = digits + 3;
        ReadOnlySpan<byte> rest = line[nameAt..].TrimEnd((byte)'\r');
        int nameLength = rest.IndexOfAny((byte)' ', (byte)'\t');
        int moduleLength = nameLength < 0 ? 0 : rest.Length - nameLength;
        if (nameLength < 0) nameLength = rest.Length;
        if (nameLength == 0) return false;
        ReadOnlySpan<byte> name = rest[..nameLength];

        if (name.SequenceEqual("_stext"u8)) _first = address;
        if (name.SequenceEqual("_end"u8)) _end = address;
        char type = (char)line[digits + 1];
        if (KallsymsNames.IsLeftOut(type, name)) return true;
        _entries.Add(new Entry(address, new SymbolName(start + nameAt, nameLength, moduleLength), KallsymsNames.Rank(type, name), _entries.Count));
        return true;
    }
}
