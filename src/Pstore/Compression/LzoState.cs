namespace Pstore.Compression;

/// <summary>One run over an LZO1X stream.</summary>
internal ref struct LzoState(ReadOnlySpan<byte> source, Span<byte> destination)
{
    // What came before an instruction: a match with 0 to 3 literals behind it, or a run of literals.
    private const int AfterRun = 4;

    private readonly ReadOnlySpan<byte> _source = source;
    private readonly Span<byte> _destination = destination;
    private int _at;
    private int _written;
    private int _state;

    public DecodeResult Run()
    {
        DecodeStatus? end = First();
        while (end == null) end = Step();
        return new DecodeResult(end.Value, _at, _written);
    }

    private DecodeStatus? First()
    {
        if (_source.Length == 0) return DecodeStatus.Truncated;
        if (_source[0] <= 17) return null;
        int literals = _source[0] - 17;
        _at = 1;
        _state = Math.Min(literals, AfterRun);
        return CopyLiterals(literals);
    }

    private DecodeStatus? Step()
    {
        if (_at >= _source.Length) return DecodeStatus.Truncated;
        int start = _at;
        int t = _source[_at++];
        if (t >= 16) return t >= 64 ? ShortMatch(t, (t >> 5) + 1, 1 + ((t >> 2) & 7), 3) : LongMatch(t, start);
        if (_state == AfterRun) return ShortMatch(t, 3, 2049 + (t >> 2), 2);
        if (_state != 0) return ShortMatch(t, 2, 1 + (t >> 2), 2);

        int literals = t;
        if (t == 0 && !TryTakeMore(15, out literals)) return DecodeStatus.Truncated;
        _state = AfterRun;
        return CopyLiterals(literals + 3);
    }

    private DecodeStatus? ShortMatch(int t, int length, int distance, int shift)
    {
        if (_at >= _source.Length) return DecodeStatus.Truncated;
        return Copy(distance + (_source[_at++] << shift), length, t & 3);
    }

    private DecodeStatus? LongMatch(int t, int start)
    {
        bool far = t < 32;
        int mask = far ? 7 : 31;
        int length = t & mask;
        if (length == 0 && !TryTakeMore(mask, out length)) return DecodeStatus.Truncated;
        if (_source.Length - _at < 2) return DecodeStatus.Truncated;
        int pair = _source[_at] | (_source[_at + 1] << 8);
        _at += 2;
        int distance = pair >> 2;
        if (!far) return Copy(distance + 1, length + 2, pair & 3);

        distance += (t & 8) << 11;
        if (distance != 0) return Copy(distance + 0x4000, length + 2, pair & 3);
        if (length == 1) return DecodeStatus.Complete;
        _at = start;
        return DecodeStatus.Corrupt;
    }

    private DecodeStatus? Copy(int distance, int length, int literals)
    {
        if (distance > _written) return DecodeStatus.Corrupt;
        if (!BackCopy.TryCopy(_destination, ref _written, distance, length)) return DecodeStatus.OutputLimit;
        _state = literals;
        return CopyLiterals(literals);
    }

    private DecodeStatus? CopyLiterals(int count)
    {
        int copy = Math.Min(count, Math.Min(_source.Length - _at, _destination.Length - _written));
        _source.Slice(_at, copy).CopyTo(_destination[_written..]);
        _at += copy;
        _written += copy;
        if (copy == count) return null;
        return _written == _destination.Length ? DecodeStatus.OutputLimit : DecodeStatus.Truncated;
    }

    private bool TryTakeMore(int least, out int value)
    {
        value = least;
        while (_at < _source.Length && value < int.MaxValue - 512)
        {
            byte next = _source[_at++];
            if (next != 0)
            {
                value += next;
                return true;
            }

            value += 255;
        }

        return false;
    }
}
