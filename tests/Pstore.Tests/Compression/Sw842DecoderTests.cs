using Pstore.Compression;
using Xunit;

namespace Pstore.Tests.Compression;

public class Sw842DecoderTests
{
    // Each template as the format names it: D = data, I = index, the digit = bytes.
    private const string Templates =
        "D8 D4D2I2 D4I2D2 D4I2I2 D4I4 D2I2D4 D2I2D2I2 D2I2I2D2 D2I2I2I2 D2I2I4 I2D2D4 I2D4I2 I2D2I2D2 I2D2I2I2 I2D2I4 " +
        "I2I2D4 I2I2D2I2 I2I2I2D2 I2I2I2I2 I2I2I4 I4D4 I4D2I2 I4I2D2 I4I2I2 I4I4 I8";

    [Fact]
    public void Every_operation_means_what_the_format_says()
    {
        string[] templates = Templates.Split(' ');
        Assert.Equal(0x1A, templates.Length);
        for (int seed = 0; seed < 100; seed++)
        {
            Random random = new(seed);
            HighBits bits = new();
            List<byte> plain = [];
            int operations = random.Next(600);
            for (int i = 0; i < operations; i++)
            {
                int code = i == 0 ? 0 : random.Next(0x1C);
                if (code == 0x1A)
                {
                    bits.Put(0x1C, 5);
                    plain.AddRange(new byte[8]);
                }
                else if (code == 0x1B)
                {
                    int times = random.Next(1, 4);
                    bits.Put(0x1B, 5).Put((ulong)times - 1, 6);
                    for (int n = times * 8; n > 0; n--) plain.Add(plain[^8]);
                }
                else
                {
                    Template(bits.Put((ulong)code, 5), plain, templates[code], random);
                }
            }

            int rest = random.Next(8);
            if (rest > 0) bits.Put(0x1D, 5).Put((ulong)rest, 3);
            for (; rest > 0; rest--) Data(bits, plain, 1, random);
            bits.Put(0x1E, 5).Put(Crc(plain), 32);
            Decoding.AssertGives(CompressionKind.Sw842, bits.ToArray(), plain.ToArray());
            Assert.Equal(DecodeStatus.Corrupt, Decoding.Run(CompressionKind.Sw842, Damaged(bits.ToArray()), plain.Count).Result.Status);
        }
    }

    [Fact]
    public void A_wrong_checksum_keeps_the_text()
    {
        byte[] payload = new HighBits().Put(0x1D, 5).Put(2, 3).Put('h', 8).Put('i', 8).Put(0x1E, 5).Put(1, 32).ToArray();
        (DecodeResult result, byte[] output) = Decoding.Run(CompressionKind.Sw842, payload, 9);
        Assert.Equal(new DecodeResult(DecodeStatus.Corrupt, payload.Length, 2), result);
        Assert.Equal("hi"u8.ToArray(), output);
    }

    [Fact]
    public void Operations_without_sense_are_corrupt()
    {
        AssertCorrupt(new HighBits().Put(0x1A, 5));
        AssertCorrupt(new HighBits().Put(0x1F, 5));
        AssertCorrupt(new HighBits().Put(0x1B, 5).Put(0, 6)); // nothing to repeat
        AssertCorrupt(new HighBits().Put(0x1D, 5).Put(0, 3)); // no bytes
        AssertCorrupt(new HighBits().Put(0x19, 5).Put(0, 8)); // nothing to point to
        AssertCorrupt(new HighBits().Put(0x1C, 5).Put(0x19, 5).Put(1, 8)); // beyond the output
    }

    private static void AssertCorrupt(HighBits bits) =>
        Assert.Equal(DecodeStatus.Corrupt, Decoding.Run(CompressionKind.Sw842, bits.Put(0, 64).ToArray(), 100).Result.Status);

    private static byte[] Damaged(byte[] stream)
    {
        stream[^2] ^= 0x10;
        return stream;
    }

    private static void Template(HighBits bits, List<byte> plain, string template, Random random)
    {
        // The rings as hardware would have them: the output so far, written round and round.
        byte[] small = Ring(plain, 512);
        byte[] large = Ring(plain, 2048);
        int written = plain.Count;
        for (int i = 0; i < template.Length; i += 2)
        {
            int size = template[i + 1] - '0';
            byte[] ring = size == 2 ? small : large;
            if (template[i] == 'D')
            {
                Data(bits, plain, size, random);
                continue;
            }

            int index = random.Next(Math.Min(written, ring.Length) / size);
            bits.Put((ulong)index, size == 4 ? 9 : 8);
            plain.AddRange(ring.AsSpan(index * size, size));
        }
    }

    private static byte[] Ring(List<byte> plain, int size)
    {
        byte[] ring = new byte[size];
        for (int i = 0; i < plain.Count; i++) ring[i % size] = plain[i];
        return ring;
    }

    private static void Data(HighBits bits, List<byte> plain, int size, Random random)
    {
        for (; size > 0; size--)
        {
            plain.Add((byte)random.Next(256));
            bits.Put(plain[^1], 8);
        }
    }

    private static uint Crc(List<byte> data)
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
