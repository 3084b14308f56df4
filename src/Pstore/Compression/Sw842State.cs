using System.Buffers.Binary;

namespace Pstore.Compression;

/// <summary>One run over an 842 stream.</summary>
internal ref struct Sw842State(ReadOnlySpan<byte> source, Span<byte> destination)
{
    private const int Repeat = 0x1b, Zeros = 0x1c, ShortData = 0x1d, End = 0x1e;

    // Four parts a template, 0 for none; D and I as in the format, in bytes.
    private const byte D2 = 2, D4 = 4, D8 = 8, I2 = 0x12, I4 = 0x14, I8 = 0x18;

    private static ReadOnlySpan<byte> Templates =>
    [
        D8, 0, 0, 0, D4, D2, I2, 0, D4, I2, D2, 0, D4, I2, I2, 0, D4, I4, 0, 0, D2, I2, D4, 0, D2, I2, D2, I2,
        D2, I2, I2, D2, D2, I2, I2, I2, D2, I2, I4, 0, I2, D2, D4, 0, I2, D4, I2, 0, I2, D2, I2, D2, I2, D2, I2, I2,
        I2, D2, I4, 0, I2, I2, D4, 0, I2, I2, D2, I2, I2, I2, I2, D2, I2, I2, I2, I2, I2, I2, I4, 0, I4, D4, 0, 0,
        I4, D2, I2, 0, I4, I2, D2, 0, I4, I2, I2, 0, I4, I4, 0, 0, I8, 0, 0, 0,
    ];

    private readonly ReadOnlySpan<byte> _source = source;
    private readonly Span<byte> _destination = destination;
    private long _bit;
    private int _written;

    public DecodeResult Run()
    {
        DecodeStatus? end = null;
        while (end == null) end = Step();
        return new DecodeResult(end.Value, (int)((_bit + 7) / 8), _written);
    }

    private DecodeStatus? Step()
    {
        if (!TryTake(5, out ulong instruction)) return DecodeStatus.Truncated;
        switch ((int)instruction)
        {
            case Repeat:
                if (!TryTake(6, out ulong times)) return DecodeStatus.Truncated;
                if (_written < 8) return DecodeStatus.Corrupt;
                return BackCopy.TryCopy(_destination, ref _written, 8, 8 * ((int)times + 1)) ? null : DecodeStatus.OutputLimit;
            case Zeros:
                return Put(0, 8);
            case ShortData:
                if (!TryTake(3, out ulong count)) return DecodeStatus.Truncated;
                return count == 0 ? DecodeStatus.Corrupt : Literals((int)count);
            case End:
                if (!TryTake(32, out ulong crc)) return DecodeStatus.Truncated;
                return crc == Crc32BigEndian(_destination[.._written]) ? DecodeStatus.Complete : DecodeStatus.Corrupt;
            case < 0x1a:
                return Template((int)instruction);
            default:
                return DecodeStatus.Corrupt;
        }
    }

    private DecodeStatus? Template(int instruction)
    {
        foreach (byte part in Templates.Slice(instruction * 4, 4))
        {
            if (part == 0) break;
            DecodeStatus? end = part < I2 ? Literals(part) : Index(part & 15);
            if (end != null) return end;
        }

        return null;
    }

    private DecodeStatus? Literals(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (!TryTake(8, out ulong value)) return DecodeStatus.Truncated;
            if (Put((byte)value, 1) is { } full) return full;
        }

        return null;
    }

    private DecodeStatus? Index(int size)
    {
        if (!TryTake(size == 4 ? 9 : 8, out ulong index)) return DecodeStatus.Truncated;
        int window = size == 2 ? 512 : 2048;
        int total = _written & ~7;
        int offset = (int)index * size;
        if (total > window)
        {
            int section = total / window * window;
            if (offset >= total - section) section -= window;
            offset += section;
        }

        if (offset + size > total) return DecodeStatus.Corrupt;
        return BackCopy.TryCopy(_destination, ref _written, _written - offset, size) ? null : DecodeStatus.OutputLimit;
    }

    private DecodeStatus? Put(byte value, int times)
    {
        int room = Math.Min(times, _destination.Length - _written);
        _destination.Slice(_written, room).Fill(value);
        _written += room;
        return room == times ? null : DecodeStatus.OutputLimit;
    }

    private bool TryTake(int count, out ulong value)
    {
        value = 0;
        if ((_source.Length * 8L) - _bit < count) return false;
        int first = (int)(_bit >> 3), offset = (int)(_bit & 7);
        Span<byte> window = stackalloc byte[8];
        window.Clear();
        ReadOnlySpan<byte> rest = _source[first..];
        rest[..Math.Min(rest.Length, 8)].CopyTo(window);
        value = (BinaryPrimitives.ReadUInt64BigEndian(window) << offset) >> (64 - count);
        _bit += count;
        return true;
    }

    private static uint Crc32BigEndian(ReadOnlySpan<byte> data)
    {
        Span<uint> table = stackalloc uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i << 24;
            for (int bit = 0; bit < 8; bit++) value = (value << 1) ^ ((value >> 31) * 0x04c11db7);
            table[(int)i] = value;
        }

        uint crc = 0;
        foreach (byte symbol in data) crc = (crc << 8) ^ table[(int)((crc >> 24) ^ symbol)];
        return crc;
    }
}
