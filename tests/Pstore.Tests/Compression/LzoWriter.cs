namespace Pstore.Tests.Compression;

/// <summary>Writes random but right LZO1X instructions and knows what they mean.</summary>
internal sealed class LzoWriter(int seed)
{
    private const int MaxDistance = 49151;

    private readonly Random _random = new(seed);
    private int _state;

    public List<byte> Packed { get; } = [];

    public List<byte> Plain { get; } = [];

    public void WriteRandom()
    {
        if (Packed.Count == 0 && seed % 2 == 0)
        {
            int count = _random.Next(1, 239);
            Packed.Add((byte)(17 + count));
            Literals(count);
            _state = Math.Min(count, 4);
        }
        else if (_state == 0)
        {
            int count = 3 + _random.Next(_random.Next(2) == 0 ? 16 : 900);
            if (count - 3 is > 0 and < 16) Packed.Add((byte)(count - 3));
            else WriteExtended(0, count == 3 ? (count += 16) - 3 : count - 3, 15);
            Literals(count);
            _state = 4;
        }
        else
        {
            Match();
        }
    }

    private void Match()
    {
        int after = _random.Next(4);
        int distance = 1 + _random.Next(Math.Min(Math.Min(Plain.Count, 1 << _random.Next(17)), MaxDistance));
        int length = 2 + _random.Next(1 << _random.Next(11));
        if (_state < 4 && length == 2 && distance <= 1024)
        {
            Short(distance - 1, after);
        }
        else if (_state == 4 && length == 3 && distance is > 2048 and <= 3072)
        {
            Short(distance - 2049, after);
        }
        else if (length is >= 3 and <= 8 && distance <= 2048)
        {
            int code = length <= 4 ? 64 | ((length - 3) << 5) : 128 | ((length - 5) << 5);
            Packed.Add((byte)(code | (((distance - 1) & 7) << 2) | after));
            Packed.Add((byte)((distance - 1) >> 3));
        }
        else
        {
            length = Math.Max(length, 3);
            if (distance <= 16384) Long(32, length, 31, distance - 1, after);
            else Long(16 | ((distance >= 32768 ? 1 : 0) << 3), length, 7, (distance - 16384) & 0x3FFF, after);
        }

        for (; length > 0; length--) Plain.Add(Plain[^distance]);
        Literals(after);
        _state = after;
    }

    private void Short(int offset, int after)
    {
        Packed.Add((byte)(((offset & 3) << 2) | after));
        Packed.Add((byte)(offset >> 2));
    }

    private void Long(int code, int length, int most, int offset, int after)
    {
        if (length - 2 <= most) Packed.Add((byte)(code | (length - 2)));
        else WriteExtended(code, length - 2, most);
        Packed.Add((byte)((offset << 2) | after));
        Packed.Add((byte)(offset >> 6));
    }

    private void WriteExtended(int code, int value, int most)
    {
        Packed.Add((byte)code);
        value -= most;
        for (; value > 255; value -= 255) Packed.Add(0);
        Packed.Add((byte)value);
    }

    private void Literals(int count)
    {
        for (; count > 0; count--)
        {
            byte value = (byte)_random.Next(256);
            Packed.Add(value);
            Plain.Add(value);
        }
    }
}
