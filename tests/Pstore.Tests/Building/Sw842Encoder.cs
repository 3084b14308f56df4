namespace Pstore.Tests.Building;

/// <summary>Software 842 with few templates: literals, one eight-byte index, repeat, zeros, short data, end and CRC.</summary>
public static class Sw842Encoder
{
    private const int Unit = 8;
    private const int Ring = 2048;

    public static byte[] Encode(ReadOnlySpan<byte> data)
    {
        var bits = new BitWriter();
        var seen = new Dictionary<ulong, int>();
        int at = 0;
        while (at + Unit <= data.Length)
        {
            ulong value = Value(data, at);
            int repeats = 0;
            while (at > 0 && repeats < 64 && at + ((repeats + 1) * Unit) <= data.Length
                && Value(data, at + (repeats * Unit)) == Value(data, at - Unit)) repeats++;
            if (repeats > 0)
            {
                bits.Add(0x1B, 5);
                bits.Add((ulong)repeats - 1, 6);
                at += repeats * Unit;
                continue;
            }

            if (value == 0)
            {
                bits.Add(0x1C, 5);
            }
            else if (seen.TryGetValue(value, out int before) && at - before < Ring)
            {
                bits.Add(0x19, 5);
                bits.Add((ulong)(before % Ring / Unit), 8);
            }
            else
            {
                bits.Add(0, 5);
                bits.Add(value, 64);
            }

            seen[value] = at;
            at += Unit;
        }

        if (at < data.Length)
        {
            bits.Add(0x1D, 5);
            bits.Add((ulong)(data.Length - at), 3);
            foreach (byte tail in data[at..]) bits.Add(tail, 8);
        }

        bits.Add(0x1E, 5);
        bits.Add(Crc(data), 32);
        return bits.ToArray(Unit);
    }

    private static ulong Value(ReadOnlySpan<byte> data, int at) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(data[at..]);

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = 0;
        foreach (byte value in data)
        {
            crc ^= (uint)value << 24;
            for (int i = 0; i < 8; i++) crc = (crc & 0x80000000) != 0 ? (crc << 1) ^ 0x04C11DB7 : crc << 1;
        }

        return crc;
    }
}
