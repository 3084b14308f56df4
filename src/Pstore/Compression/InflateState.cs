using System.Buffers.Binary;

namespace Pstore.Compression;

/// <summary>One run of the inflater: a bit buffer over the input, and the output so far.</summary>
internal ref struct InflateState
{
    private const int FastSize = 1 << HuffmanTable.FastBits;
    private const int MaxLiterals = 288, MaxDistances = 32;
    public const int TableMemory = (2 * FastSize) + MaxLiterals + MaxDistances + (2 * (HuffmanTable.MaxBits + 1));

    private static ReadOnlySpan<byte> CodeLengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private static ReadOnlySpan<ushort> LengthBase =>
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static ReadOnlySpan<byte> LengthExtra =>
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private static ReadOnlySpan<ushort> DistanceBase =>
        [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];

    private readonly ReadOnlySpan<byte> _source;
    private readonly Span<byte> _destination;
    private readonly HuffmanTable _literals;
    private readonly HuffmanTable _distances;
    private int _next;
    private ulong _bits;
    private int _bitCount;
    private int _written;

    public InflateState(ReadOnlySpan<byte> source, Span<byte> destination, Span<ushort> memory)
    {
        _source = source;
        _destination = destination;
        const int counts = HuffmanTable.MaxBits + 1;
        _literals = new HuffmanTable(memory[..FastSize], memory.Slice(2 * FastSize, MaxLiterals), memory.Slice((2 * FastSize) + MaxLiterals + MaxDistances, counts));
        _distances = new HuffmanTable(memory.Slice(FastSize, FastSize), memory.Slice((2 * FastSize) + MaxLiterals, MaxDistances), memory.Slice((2 * FastSize) + MaxLiterals + MaxDistances + counts, counts));
    }

    public readonly int Written => _written;

    /// <summary>Bytes of which at least one bit was used.</summary>
    public readonly int Consumed => _next - (_bitCount >> 3);

    public DecodeStatus Run()
    {
        while (true)
        {
            if (!TryTake(3, out int header)) return DecodeStatus.Truncated;
            DecodeStatus status = (header >> 1) switch
            {
                0 => Stored(),
                1 => Fixed(),
                2 => Dynamic(),
                _ => DecodeStatus.Corrupt,
            };
            if (status != DecodeStatus.Complete || (header & 1) != 0) return status;
        }
    }

    private DecodeStatus Stored()
    {
        Drop(_bitCount & 7);
        if (!TryTake(16, out int length) || !TryTake(16, out int complement)) return DecodeStatus.Truncated;
        if ((length ^ 0xFFFF) != complement) return DecodeStatus.Corrupt;
        _next -= _bitCount >> 3;
        _bits = 0;
        _bitCount = 0;
        int copy = Math.Min(length, Math.Min(_source.Length - _next, _destination.Length - _written));
        _source.Slice(_next, copy).CopyTo(_destination[_written..]);
        _next += copy;
        _written += copy;
        if (copy == length) return DecodeStatus.Complete;
        return _written == _destination.Length ? DecodeStatus.OutputLimit : DecodeStatus.Truncated;
    }

    private DecodeStatus Fixed()
    {
        Span<byte> lengths = stackalloc byte[MaxLiterals];
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..].Fill(8);
        _literals.Build(lengths, false);
        lengths[..MaxDistances].Fill(5);
        _distances.Build(lengths[..MaxDistances], false);
        return Codes();
    }

    private DecodeStatus Dynamic()
    {
        if (!TryTake(14, out int sizes)) return DecodeStatus.Truncated;
        int literals = (sizes & 31) + 257, distances = ((sizes >> 5) & 31) + 1, codes = (sizes >> 10) + 4;
        if (literals > 286 || distances > 30) return DecodeStatus.Corrupt;

        Span<byte> lengths = stackalloc byte[MaxLiterals + MaxDistances];
        lengths.Clear();
        for (int i = 0; i < codes; i++)
        {
            if (!TryTake(3, out int length)) return DecodeStatus.Truncated;
            lengths[CodeLengthOrder[i]] = (byte)length;
        }

        if (!_literals.Build(lengths[..19], false)) return DecodeStatus.Corrupt;
        DecodeStatus status = ReadLengths(lengths[..(literals + distances)]);
        if (status != DecodeStatus.Complete) return status;
        if (lengths[256] == 0) return DecodeStatus.Corrupt;
        ReadOnlySpan<byte> literalLengths = lengths[..literals];
        return _literals.Build(literalLengths, true) && _distances.Build(lengths.Slice(literals, distances), true)
            ? Codes()
            : DecodeStatus.Corrupt;
    }

    private DecodeStatus ReadLengths(scoped Span<byte> lengths)
    {
        int at = 0;
        while (at < lengths.Length)
        {
            DecodeStatus status = TakeSymbol(_literals, out int symbol);
            if (status != DecodeStatus.Complete) return status;
            if (symbol < 16)
            {
                lengths[at++] = (byte)symbol;
                continue;
            }

            if (symbol == 16 && at == 0) return DecodeStatus.Corrupt;
            (int bits, int least) = symbol switch { 16 => (2, 3), 17 => (3, 3), _ => (7, 11) };
            if (!TryTake(bits, out int more)) return DecodeStatus.Truncated;
            int repeat = least + more;
            if (at + repeat > lengths.Length) return DecodeStatus.Corrupt;
            lengths.Slice(at, repeat).Fill(symbol == 16 ? lengths[at - 1] : (byte)0);
            at += repeat;
        }

        return DecodeStatus.Complete;
    }

    private DecodeStatus Codes()
    {
        while (true)
        {
            DecodeStatus status = TakeSymbol(_literals, out int symbol);
            if (status != DecodeStatus.Complete) return status;
            if (symbol < 256)
            {
                if (_written == _destination.Length) return DecodeStatus.OutputLimit;
                _destination[_written++] = (byte)symbol;
                continue;
            }

            if (symbol == 256) return DecodeStatus.Complete;
            symbol -= 257;
            if (symbol >= LengthBase.Length) return DecodeStatus.Corrupt;
            if (!TryTake(LengthExtra[symbol], out int extra)) return DecodeStatus.Truncated;
            int length = LengthBase[symbol] + extra;

            status = TakeSymbol(_distances, out symbol);
            if (status != DecodeStatus.Complete) return status;
            if (symbol >= DistanceBase.Length) return DecodeStatus.Corrupt;
            if (!TryTake(symbol < 2 ? 0 : (symbol >> 1) - 1, out extra)) return DecodeStatus.Truncated;
            int distance = DistanceBase[symbol] + extra;
            if (distance > _written) return DecodeStatus.Corrupt;
            if (!BackCopy.TryCopy(_destination, ref _written, distance, length)) return DecodeStatus.OutputLimit;
        }
    }

    private DecodeStatus TakeSymbol(scoped in HuffmanTable table, out int symbol)
    {
        Refill();
        int length = table.Decode(_bits, _bitCount, out symbol);
        if (length <= 0) return length < 0 ? DecodeStatus.Corrupt : DecodeStatus.Truncated;
        Drop(length);
        return DecodeStatus.Complete;
    }

    private bool TryTake(int count, out int value)
    {
        Refill();
        value = (int)(_bits & ((1UL << count) - 1));
        if (_bitCount < count) return false;
        Drop(count);
        return true;
    }

    private void Drop(int count)
    {
        _bits >>= count;
        _bitCount -= count;
    }

    /// <summary>Fills the bit buffer to at least 32 bits where the input has them.</summary>
    private void Refill()
    {
        if (_bitCount >= 32) return;
        if (_source.Length - _next >= 4)
        {
            _bits |= (ulong)BinaryPrimitives.ReadUInt32LittleEndian(_source[_next..]) << _bitCount;
            _next += 4;
            _bitCount += 32;
            return;
        }

        while (_bitCount <= 56 && _next < _source.Length)
        {
            _bits |= (ulong)_source[_next++] << _bitCount;
            _bitCount += 8;
        }
    }
}
