using System.IO.Compression;
using Pstore.Compression;
using Xunit;

namespace Pstore.Tests.Compression;

public class InflaterTests
{
    public static TheoryData<int, ZLibCompressionStrategy> Settings
    {
        get
        {
            TheoryData<int, ZLibCompressionStrategy> all = [];
            for (int level = 0; level <= 9; level++) all.Add(level, ZLibCompressionStrategy.Default);
            foreach (ZLibCompressionStrategy strategy in Enum.GetValues<ZLibCompressionStrategy>()) all.Add(6, strategy);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Inflates_what_zlib_deflates(int level, ZLibCompressionStrategy strategy)
    {
        foreach (byte[] plain in (byte[][])[[7], Samples.LogText(300_000, level), Samples.Noise(150_000, level), new byte[200_000], Mixed(level)])
        {
            byte[] packed = Deflate(plain, level, strategy);
            byte[] withMore = [.. packed, .. Samples.Noise(20, 5)];
            Decoding.AssertGives(CompressionKind.Deflate, packed, plain);
            Assert.Equal(new DecodeResult(DecodeStatus.Complete, packed.Length, plain.Length), Inflater.Decode(withMore, new byte[plain.Length + 9]));
        }
    }

    [Theory]
    [InlineData(0, ZLibCompressionStrategy.Default)]
    [InlineData(6, ZLibCompressionStrategy.Fixed)]
    [InlineData(9, ZLibCompressionStrategy.Default)]
    public void A_cut_stream_gives_a_prefix(int level, ZLibCompressionStrategy strategy)
    {
        byte[] plain = Samples.LogText(3000, 3);
        byte[] packed = Deflate(plain, level, strategy);
        for (int size = 0; size < packed.Length; size++)
        {
            (DecodeResult result, byte[] output) = Decoding.Run(CompressionKind.Deflate, packed.AsSpan(0, size), plain.Length);
            Assert.Equal(DecodeStatus.Truncated, result.Status);
            Assert.True(plain.AsSpan(0, output.Length).SequenceEqual(output));
        }
    }

    [Theory]
    [InlineData(6, ZLibCompressionStrategy.Fixed)]
    [InlineData(6, ZLibCompressionStrategy.Default)]
    public void Damaged_streams_end_as_with_zlib(int level, ZLibCompressionStrategy strategy)
    {
        byte[] packed = Deflate(Samples.LogText(2500, 4), level, strategy);
        Random random = new(9);
        int seen = 0;
        for (int i = 0; i < packed.Length * 4; i++)
        {
            byte[] damaged = [.. packed];
            damaged[i % packed.Length] ^= (byte)random.Next(1, 256);
            (DecodeResult result, byte[] output) = Decoding.Run(CompressionKind.Deflate, damaged, 100_000);
            byte[]? theirs = Reference(damaged);
            if (result.Status == DecodeStatus.Complete) Assert.Equal(theirs, output);
            if (result.Status == DecodeStatus.Corrupt) Assert.Null(theirs);
            seen |= 1 << (int)result.Status;
        }

        Assert.Equal(0b111, seen);
    }

    [Fact]
    public void Full_output_and_an_empty_last_block_is_complete()
    {
        // A stored block that isn't the last, then an empty fixed one that is.
        byte[] packed = [0, 3, 0, 0xFC, 0xFF, (byte)'a', (byte)'b', (byte)'c', 3, 0];
        Assert.Equal(new DecodeResult(DecodeStatus.Complete, 10, 3), Inflater.Decode(packed, new byte[3]));
        Assert.Equal(new DecodeResult(DecodeStatus.OutputLimit, 7, 2), Inflater.Decode(packed, new byte[2]));
        Assert.Equal(new DecodeResult(DecodeStatus.Truncated, 9, 3), Inflater.Decode(packed.AsSpan(0, 9), new byte[3]));
        packed[3] ^= 1;
        Assert.Equal(DecodeStatus.Corrupt, Inflater.Decode(packed, new byte[3]).Status);
    }

    [Fact]
    public void Codes_that_mean_nothing_are_corrupt()
    {
        // Block type 3; literal codes 286 and 287 and distance codes 30 and 31 of the fixed code.
        AssertCorrupt(0, new LowBits().Put(1, 1).Put(3, 2));
        AssertCorrupt(1, Fixed().Code(0x30 + 'a', 8).Code(0b11000110, 8));
        AssertCorrupt(1, Fixed().Code(0x30 + 'a', 8).Code(0b11000111, 8));
        AssertCorrupt(1, Fixed().Code(0x30 + 'a', 8).Code(1, 7).Code(30, 5));
        AssertCorrupt(1, Fixed().Code(0x30 + 'a', 8).Code(1, 7).Code(31, 5));

        // A distance of 2 after one byte.
        AssertCorrupt(1, Fixed().Code(0x30 + 'a', 8).Code(1, 7).Code(1, 5));
    }

    [Fact]
    public void Bad_code_tables_are_corrupt()
    {
        AssertCorrupt(0, new LowBits().Put(1, 1).Put(2, 2).Put(30, 5).Put(0, 5).Put(15, 4)); // HLIT 287
        AssertCorrupt(0, new LowBits().Put(1, 1).Put(2, 2).Put(0, 5).Put(30, 5).Put(15, 4)); // HDIST 31
        byte[] good = Lengths((256, 1), (257, 1), (258, 1));
        Assert.Equal(DecodeStatus.Complete, Dynamic(Lengths((256, 1), (97, 1)), [1]).Code(0, 1).Code(1, 1).Decode(9).Status);
        AssertCorrupt(0, Dynamic(Lengths((97, 1), (98, 1)), [1])); // no end of block
        AssertCorrupt(0, Dynamic(good, [1])); // over-subscribed
        AssertCorrupt(0, Dynamic(Lengths((256, 2), (97, 2)), [1])); // incomplete
        AssertCorrupt(0, Dynamic(Lengths((256, 1), (97, 1)), [2, 2])); // incomplete distances
        AssertCorrupt(0, Dynamic(Lengths((256, 1), (97, 1)), [2])); // one distance of two bits
        AssertCorrupt(0, Dynamic(Lengths((256, 1), (97, 1)), [1, 1, 1])); // too many distances
    }

    [Fact]
    public void A_lone_code_of_one_bit_is_allowed()
    {
        // Only the end of block, as zlib allows.
        Assert.Equal(DecodeStatus.Complete, Dynamic(Lengths((256, 1)), [0]).Code(0, 1).Decode(9).Status);

        // 'a', then a match of 3 at distance 1, whose code is the only one.
        byte[] lengths = Lengths((97, 1), (256, 2), (257, 2));
        Assert.Equal(DecodeStatus.Complete, Dynamic(lengths, [1]).Code(0, 1).Code(3, 2).Code(0, 1).Code(2, 2).Decode(4).Status);
        AssertCorrupt(1, Dynamic(lengths, [1]).Code(0, 1).Code(3, 2).Code(1, 1));
        AssertCorrupt(1, Dynamic(lengths, [0]).Code(0, 1).Code(3, 2).Code(0, 1));
    }

    private static void AssertCorrupt(int written, LowBits bits)
    {
        DecodeResult result = bits.Put(0, 32).Decode(100);
        Assert.Equal(DecodeStatus.Corrupt, result.Status);
        Assert.Equal(written, result.Written);
    }

    private static LowBits Fixed() => new LowBits().Put(1, 1).Put(1, 2);

    private static byte[] Lengths(params (int Symbol, byte Bits)[] codes)
    {
        byte[] lengths = new byte[codes.Max(c => c.Symbol) + 1 > 257 ? codes.Max(c => c.Symbol) + 1 : 257];
        foreach ((int symbol, byte bits) in codes) lengths[symbol] = bits;
        return lengths;
    }

    // All 16 plain code lengths get 4-bit codes, so each is written as itself.
    private static LowBits Dynamic(byte[] literals, byte[] distances)
    {
        LowBits bits = new LowBits().Put(1, 1).Put(2, 2).Put(literals.Length - 257, 5).Put(distances.Length - 1, 5).Put(15, 4);
        for (int i = 0; i < 19; i++) bits.Put(i < 3 ? 0 : 4, 3);
        foreach (byte length in (byte[])[.. literals, .. distances]) bits.Code(length, 4);
        return bits;
    }

    private static byte[] Mixed(int seed) => [.. Samples.LogText(40_000, seed), .. Samples.Noise(40_000, seed), .. new byte[5000], .. Samples.LogText(40_000, seed)];

    private static byte[] Deflate(byte[] plain, int level, ZLibCompressionStrategy strategy)
    {
        using MemoryStream packed = new();
        using (DeflateStream stream = new(packed, new ZLibCompressionOptions { CompressionLevel = level, CompressionStrategy = strategy }, true))
            stream.Write(plain);
        return packed.ToArray();
    }

    private static byte[]? Reference(byte[] packed)
    {
        try
        {
            using DeflateStream stream = new(new MemoryStream(packed), CompressionMode.Decompress);
            using MemoryStream plain = new();
            stream.CopyTo(plain);
            return plain.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
