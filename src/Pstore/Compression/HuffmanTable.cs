namespace Pstore.Compression;

/// <summary>
/// Decodes the prefix codes of deflate (RFC 1951, 3.2.2): codes of one length are consecutive numbers.
/// Codes of up to <see cref="FastBits"/> bits are looked up at once, longer ones bit by bit.
/// </summary>
internal readonly ref struct HuffmanTable
{
    public const int MaxBits = 15;
    public const int FastBits = 9;

    private readonly Span<ushort> _fast;      // index: the next bits, first bit lowest; value: symbol << 4 | length, 0 for none
    private readonly Span<ushort> _symbols;   // symbols in the order of their codes
    private readonly Span<ushort> _counts;    // codes of each length

    public HuffmanTable(Span<ushort> fast, Span<ushort> symbols, Span<ushort> counts)
    {
        _fast = fast;
        _symbols = symbols;
        _counts = counts;
    }

    /// <summary>
    /// Builds the table. False for lengths that are no code: over-subscribed, or incomplete, unless
    /// <paramref name="mayBeIncomplete"/> and there is at most a single code of one bit, as zlib allows.
    /// </summary>
    public bool Build(scoped ReadOnlySpan<byte> lengths, bool mayBeIncomplete)
    {
        _counts.Clear();
        _fast.Clear();
        foreach (byte length in lengths) _counts[length]++;
        int used = lengths.Length - _counts[0];
        _counts[0] = 0;

        int left = 1;
        for (int bits = 1; bits <= MaxBits; bits++)
        {
            left = (left << 1) - _counts[bits];
            if (left < 0) return false;
        }

        if (left > 0 && !(mayBeIncomplete && (used == 0 || (used == 1 && _counts[1] == 1)))) return false;

        Span<ushort> offsets = stackalloc ushort[MaxBits + 1];
        Span<ushort> nextCode = stackalloc ushort[MaxBits + 1];
        offsets[0] = offsets[1] = 0;
        nextCode[0] = nextCode[1] = 0;
        for (int bits = 2; bits <= MaxBits; bits++)
        {
            offsets[bits] = (ushort)(offsets[bits - 1] + _counts[bits - 1]);
            nextCode[bits] = (ushort)((nextCode[bits - 1] + _counts[bits - 1]) << 1);
        }

        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol];
            if (length == 0) continue;
            _symbols[offsets[length]++] = (ushort)symbol;
            AddFast(nextCode[length]++, length, symbol);
        }

        return true;
    }

    /// <summary>
    /// Decodes one symbol from <paramref name="bits"/>, of which <paramref name="available"/> are real.
    /// Returns the code's length, 0 where more bits are needed, −1 where no code fits.
    /// </summary>
    public int Decode(ulong bits, int available, out int symbol)
    {
        int entry = _fast[(int)(bits & ((1 << FastBits) - 1))];
        symbol = entry >> 4;
        int length = entry & 15;
        if (length != 0) return length <= available ? length : 0;

        int code = 0, first = 0, index = 0;
        for (length = 1; length <= MaxBits; length++)
        {
            if (length > available) return 0;
            code |= (int)((bits >> (length - 1)) & 1);
            int count = _counts[length];
            if (code - count < first)
            {
                symbol = _symbols[index + (code - first)];
                return length;
            }

            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }

        return -1;
    }

    private void AddFast(int code, int length, int symbol)
    {
        if (length > FastBits) return;
        int reversed = 0;
        for (int i = 0; i < length; i++) reversed |= ((code >> i) & 1) << (length - 1 - i);
        for (int at = reversed; at < 1 << FastBits; at += 1 << length)
            _fast[at] = (ushort)((symbol << 4) | length);
    }
}
