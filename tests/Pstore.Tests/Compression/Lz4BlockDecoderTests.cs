using K4os.Compression.LZ4;
using Pstore.Compression;
using Xunit;

namespace Pstore.Tests.Compression;

public class Lz4BlockDecoderTests
{
    // LZ4_decompress_safe refuses some blocks near the end of its buffer only; room keeps that out of the comparison.
    private const int Room = 32_000;

    [Theory]
    [InlineData(LZ4Level.L00_FAST)]
    [InlineData(LZ4Level.L03_HC)]
    [InlineData(LZ4Level.L12_MAX)]
    public void Decodes_what_the_library_encodes(LZ4Level level)
    {
        foreach (byte[] plain in (byte[][])[[1], Samples.LogText(100_000, 1), Samples.Noise(100_000, 2), new byte[100_000], Samples.LogText(13, 3)])
        {
            byte[] packed = new byte[LZ4Codec.MaximumOutputSize(plain.Length)];
            int size = LZ4Codec.Encode(plain, packed, level);
            Decoding.AssertGives(CompressionKind.Lz4, packed.AsSpan(0, size), plain);
        }
    }

    [Fact]
    public void Cut_and_damaged_blocks_are_accepted_as_the_library_does()
    {
        byte[] payload = Samples.Payload(CompressionKind.Lz4);
        Random random = new(2);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] block = payload.AsSpan(0, 1 + (i % payload.Length)).ToArray();
            if (i >= payload.Length) block[random.Next(block.Length)] = (byte)random.Next(256);
            if (i % 3 == 1) block[^random.Next(1, Math.Min(block.Length, 12) + 1)] = (byte)random.Next(256);
            accepted += AssertSame(block) ? 1 : 0;
        }

        Assert.InRange(accepted, 500, 19_000);
    }

    [Fact]
    public void Tiny_blocks_are_accepted_as_the_library_does()
    {
        Random random = new(3);
        byte[] parts = [0x00, 0x01, 0x10, 0x1F, 0x0F, 0xFF, 0x20, 0x50, 0x51];
        for (int i = 0; i < 50_000; i++)
        {
            byte[] block = new byte[random.Next(1, 24)];
            for (int k = 0; k < block.Length; k++) block[k] = parts[random.Next(parts.Length)];
            AssertSame(block);
        }
    }

    [Fact]
    public void An_empty_block_is_one_zero_byte()
    {
        Assert.Equal(new DecodeResult(DecodeStatus.Complete, 1, 0), Lz4BlockDecoder.Decode([0], []));
        Assert.Equal(new DecodeResult(DecodeStatus.Truncated, 0, 0), Lz4BlockDecoder.Decode([], new byte[9]));
    }

    private static bool AssertSame(byte[] block)
    {
        (DecodeResult result, byte[] output) = Decoding.Run(CompressionKind.Lz4, block, Room);
        byte[] theirs = new byte[Room];
        int size = LZ4Codec.Decode(block, theirs);
        bool ours = result.Status == DecodeStatus.Complete;

        // The library's wrapper says -1 for nothing, and a distance of 0 gives whatever the buffer held.
        if (result.Written == 0) return ours;
        if (result.Status == DecodeStatus.Corrupt && block[result.Consumed] == 0 && block[result.Consumed + 1] == 0) return false;
        Assert.True(ours == (size >= 0), Convert.ToHexString(block) + " " + result + " " + size);
        if (ours) Assert.True(theirs.AsSpan(0, size).SequenceEqual(output), Convert.ToHexString(block));
        return ours;
    }
}
