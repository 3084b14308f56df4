using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Pstore.Compression;

/// <summary>Reads bits, lowest bit of each byte first, as RFC 1951 packs them.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> source)
{
    private readonly ReadOnlySpan<byte> _source = source;
    private int _position;

    /// <summary>The bits read ahead, the next one lowest. Bits at and above <see cref="Count"/> are not to be relied on.</summary>
    public ulong Bits;

    /// <summary>How many bits are read ahead.</summary>
    public int Count;

    /// <summary>Bytes touched by the bits taken so far.</summary>
    public readonly int Consumed => _position - (Count >> 3);

    /// <summary>Reads ahead: at least 56 bits are there afterwards unless the source ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Refill()
    {
        if (_source.Length - _position >= sizeof(ulong))
        {
            // Bits above the counted ones are the true next bits, so reading them again changes nothing.
            Bits |= BinaryPrimitives.ReadUInt64LittleEndian(_source[_position..]) << Count;
            _position += (63 - Count) >> 3;
            Count |= 56;
            return;
        }

        while (Count < 56 && _position < _source.Length)
        {
            Bits |= (ulong)_source[_position++] << Count;
            Count += 8;
        }
    }

    /// <summary>Drops bits that are known to be there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Drop(int n)
    {
        Bits >>= n;
        Count -= n;
    }

    /// <summary>Takes <paramref name="n"/> (at most 16) bits as a number; −1 if the source ends before.</summary>
    public int Take(int n)
    {
        Refill();
        if (Count < n) return -1;
        int value = (int)(Bits & ((1UL << n) - 1));
        Drop(n);
        return value;
    }

    /// <summary>Skips to the next byte boundary and copies up to <paramref name="destination"/>.Length whole bytes.</summary>
    /// <returns>How many there were.</returns>
    public int CopyBytes(Span<byte> destination)
    {
        Align();
        int n = Math.Min(destination.Length, _source.Length - _position);
        _source.Slice(_position, n).CopyTo(destination);
        _position += n;
        return n;
    }

    /// <summary>Skips to the next byte boundary and gives back the bytes read ahead.</summary>
    public void Align()
    {
        _position = Consumed;
        Bits = 0;
        Count = 0;
    }
}
