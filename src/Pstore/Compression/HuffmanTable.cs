using System.Runtime.CompilerServices;

namespace Pstore.Compression;

// A canonical Huffman code as in RFC 1951 §3.2.2. The code bits come first bit lowest, so table indices are reversed codes.
// Codes of up to FastBits bits are looked up at once; longer ones, which are rare by their nature, are counted off bit by bit.
// An entry is symbol << 4 | code length; 0 stands for "no code this short".

/// <summary>A decoding table of a canonical Huffman code, in memory that the caller lends.</summary>
internal readonly ref struct HuffmanTable
{
    public const int MaxBits = 15;
    public const int MaxSymbols = 288;

    /// <summary>What <see cref="Find"/> gives when the bits at hand don't make up a whole code.</summary>
    public const int NeedBits = -1;

    private const int FastBits = 10;
    private const int FastSize = 1 << FastBits;

    /// <summary>Elements of memory that a table needs.</summary>
    public const int StorageSize = FastSize + MaxSymbols + MaxBits + 1;

    private readonly Span<ushort> _fast;
    private readonly Span<ushort> _sorted;
    private readonly Span<ushort> _counts;

    public HuffmanTable(Span<ushort> storage)
    {
        _fast = storage[..FastSize];
        _sorted = storage.Slice(FastSize, MaxSymbols);
        _counts = storage.Slice(FastSize + MaxSymbols, MaxBits + 1);
    }

    /// <summary>Builds the table from the code length of each symbol (0 to 15; 0 = unused).</summary>
    /// <param name="lengths">At most <see cref="MaxSymbols"/> lengths.</param>
    /// <param name="mayBeSparse">Whether no code at all, or one code of one bit, is good too. zlib allows just these incomplete codes.</param>
    /// <returns>False when the code is over-subscribed or incomplete.</returns>
    public bool TryBuild(ReadOnlySpan<byte> lengths, bool mayBeSparse)
    {
        _counts.Clear();
        foreach (byte length in lengths) _counts[length]++;
        _counts[0] = 0;

        Span<ushort> next = stackalloc ushort[MaxBits + 1];
        int unused = 1;
        int longest = 0;
        int total = 0;
        for (int bits = 1; bits <= MaxBits; bits++)
        {
            unused = (unused << 1) - _counts[bits];
            if (unused < 0) return false;
            if (_counts[bits] != 0) longest = bits;
            next[bits] = (ushort)total;
            total += _counts[bits];
        }

        if (unused > 0 && !(mayBeSparse && longest <= 1)) return false;
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] != 0) _sorted[next[lengths[symbol]]++] = (ushort)symbol;
        }

        FillFast();
        return true;
    }

    /// <summary>Finds the code that the bits begin with.</summary>
    /// <param name="bits">The next bits, first bit lowest.</param>
    /// <param name="count">How many of them are real.</param>
    /// <returns>symbol &lt;&lt; 4 | length with length ≤ count; 0 if no code begins so; <see cref="NeedBits"/> if more bits must tell.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ulong bits, int count)
    {
        int entry = _fast[(int)bits & (FastSize - 1)];
        return entry != 0 && (entry & 15) <= count ? entry : FindSlowly(bits, count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int FindSlowly(ulong bits, int count)
    {
        int longest = MaxBits;
        while (longest > 0 && _counts[longest] == 0) longest--;
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= longest; length++)
        {
            if (length > count) return NeedBits;
            code |= (int)(bits >> (length - 1)) & 1;
            int offset = code - first;
            if (offset < _counts[length]) return (_sorted[index + offset] << 4) | length;
            index += _counts[length];
            first = (first + _counts[length]) << 1;
            code <<= 1;
        }

        return 0;
    }

    private void FillFast()
    {
        _fast.Clear();
        int code = 0;
        int index = 0;
        for (int length = 1; length <= FastBits; length++, code <<= 1)
        {
            for (int n = _counts[length]; n > 0; n--, code++, index++)
            {
                ushort entry = (ushort)((_sorted[index] << 4) | length);
                int step = 1 << length;
                for (int i = Reverse(code, length); i < FastSize; i += step) _fast[i] = entry;
            }
        }
    }

    private static int Reverse(int code, int length)
    {
        uint v = (uint)code;
        v = ((v >> 1) & 0x5555) | ((v & 0x5555) << 1);
        v = ((v >> 2) & 0x3333) | ((v & 0x3333) << 2);
        v = ((v >> 4) & 0x0F0F) | ((v & 0x0F0F) << 4);
        return (int)((((v >> 8) & 0xFF) | ((v & 0xFF) << 8)) >> (16 - length));
    }
}
