using System.Buffers.Binary;

namespace Pstore.Ecc;

/// <summary>
/// Division by the generator polynomial, a byte at a time: 256 rows, row b is b times the generator without its leading 1.
/// A row is a little-endian number of one or more 64-bit words whose lowest byte belongs to the highest power,
/// so that a step of the division is a shift by one byte and an exclusive or.
/// </summary>
internal sealed class RemainderTable
{
    private const int MaxWords = 16;
    private const int MediumWords = 4;

    private readonly int _paritySize;
    private readonly int _words;
    private readonly ulong[] _rows;

    public RemainderTable(int paritySize)
    {
        _paritySize = paritySize;
        int words = (paritySize + 7) / 8;
        _words = words is 1 or 3 ? words + 1 : words;
        _rows = new ulong[256 * _words];
        Span<byte> generator = stackalloc byte[paritySize + 1];
        Generator(generator);
        FillRows(generator[1..]);
    }

    /// <summary>Row <paramref name="value"/>, byte by byte, 0 behind the parity size.</summary>
    public void CopyRow(int value, Span<byte> row)
    {
        row.Clear();
        Unpack(_rows.AsSpan(value * _words, _words), row[.._paritySize]);
    }

    /// <summary>The remainder of data * x^E by the generator: the parity bytes.</summary>
    public void Divide(ReadOnlySpan<byte> data, Span<byte> parity)
    {
        Span<ulong> state = stackalloc ulong[MaxWords];
        state = state[.._words];
        if (_words == 2)
            DivideShort(data, state);
        else if (_words == MediumWords)
            DivideMedium(data, state);
        else
            DivideLong(data, state);
        Unpack(state, parity);
    }

    /// <summary>Product of (x - 2^i) for i below E, highest coefficient first.</summary>
    internal static void Generator(Span<byte> coefficients)
    {
        coefficients.Clear();
        coefficients[0] = 1;
        for (int root = 0; root < coefficients.Length - 1; root++)
        {
            byte value = GaloisField.Powers[root];
            for (int i = root + 1; i > 0; i--) coefficients[i] ^= GaloisField.Multiply(coefficients[i - 1], value);
        }
    }

    private void FillRows(ReadOnlySpan<byte> coefficients)
    {
        // The rows are linear in their number: eight of them give all others.
        for (int value = 1; value < 256; value <<= 1)
        {
            for (int i = 0; i < coefficients.Length; i++)
                _rows[(value * _words) + (i / 8)] |= (ulong)GaloisField.Multiply(coefficients[i], (byte)value) << (8 * (i % 8));
        }

        for (int value = 1; value < 256; value++)
        {
            int lowest = value & -value;
            for (int i = 0; i < _words; i++)
                _rows[(value * _words) + i] = _rows[((value ^ lowest) * _words) + i] ^ _rows[(lowest * _words) + i];
        }
    }

    private void DivideShort(ReadOnlySpan<byte> data, Span<ulong> state)
    {
        ReadOnlySpan<ulong> rows = _rows;
        ulong low = 0;
        ulong high = 0;
        foreach (byte symbol in data)
        {
            int row = 2 * ((byte)low ^ symbol);
            low = ((low >> 8) | (high << 56)) ^ rows[row];
            high = (high >> 8) ^ rows[row + 1];
        }

        state[0] = low;
        state[1] = high;
    }

    private void DivideMedium(ReadOnlySpan<byte> data, Span<ulong> state)
    {
        ReadOnlySpan<ulong> rows = _rows;
        ulong first = 0;
        ulong second = 0;
        ulong third = 0;
        ulong fourth = 0;
        foreach (byte symbol in data)
        {
            ReadOnlySpan<ulong> row = rows.Slice(MediumWords * ((byte)first ^ symbol), MediumWords);
            first = ((first >> 8) | (second << 56)) ^ row[0];
            second = ((second >> 8) | (third << 56)) ^ row[1];
            third = ((third >> 8) | (fourth << 56)) ^ row[2];
            fourth = (fourth >> 8) ^ row[3];
        }

        state[0] = first;
        state[1] = second;
        state[2] = third;
        state[3] = fourth;
    }

    private void DivideLong(ReadOnlySpan<byte> data, Span<ulong> state)
    {
        foreach (byte symbol in data)
        {
            ReadOnlySpan<ulong> row = _rows.AsSpan(((byte)state[0] ^ symbol) * state.Length, state.Length);
            for (int i = 0; i < row.Length - 1; i++) state[i] = ((state[i] >> 8) | (state[i + 1] << 56)) ^ row[i];
            state[^1] = (state[^1] >> 8) ^ row[^1];
        }
    }

    private static void Unpack(ReadOnlySpan<ulong> words, Span<byte> bytes)
    {
        Span<byte> last = stackalloc byte[8];
        for (int i = 0; 8 * i < bytes.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(last, words[i]);
            Span<byte> target = bytes[(8 * i)..];
            last[..Math.Min(8, target.Length)].CopyTo(target);
        }
    }
}
