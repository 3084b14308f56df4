using Pstore.Compression;
using Xunit;
using ZstdSharp;

namespace Pstore.Tests.Compression;

public class ZstdDecoderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(19)]
    public void Frames_of_several_blocks_are_decoded(int level)
    {
        using Compressor compressor = new(level);
        foreach (byte[] plain in (byte[][])[[], [1], Samples.LogText(700_000, 1), Samples.Noise(300_000, 2), new byte[500_000]])
        {
            byte[] packed = compressor.Wrap(plain).ToArray();
            Decoding.AssertGives(CompressionKind.Zstd, packed, plain);
            for (int room = plain.Length - 1; room >= 0; room -= 30_011)
            {
                (DecodeResult result, byte[] output) = Decoding.Run(CompressionKind.Zstd, packed, room);
                Assert.Equal(DecodeStatus.OutputLimit, result.Status);
                Assert.True(plain.AsSpan(0, room).SequenceEqual(output));
            }
        }
    }

    [Fact]
    public void A_cut_frame_gives_its_whole_blocks()
    {
        using Compressor compressor = new(3);
        byte[] plain = Samples.LogText(400_000, 1);
        byte[] packed = compressor.Wrap(plain).ToArray();
        (DecodeResult result, byte[] output) = Decoding.Run(CompressionKind.Zstd, packed.AsSpan(0, packed.Length - 1), plain.Length);
        Assert.Equal(DecodeStatus.Truncated, result.Status);
        Assert.Equal(3 * 128 * 1024, output.Length);
        Assert.True(plain.AsSpan(0, output.Length).SequenceEqual(output));

        // A raw block is given up to where it is cut.
        byte[] noise = Samples.Noise(1000, 1);
        packed = compressor.Wrap(noise).ToArray();
        (result, output) = Decoding.Run(CompressionKind.Zstd, packed.AsSpan(0, packed.Length - 300), noise.Length);
        Assert.Equal(DecodeStatus.Truncated, result.Status);
        Assert.Equal(noise[..700], output);
    }

    [Fact]
    public void A_damaged_frame_gives_the_blocks_before_the_damage()
    {
        using Compressor compressor = new(3);
        byte[] plain = Samples.LogText(400_000, 1);
        byte[] packed = compressor.Wrap(plain).ToArray();
        packed.AsSpan(packed.Length - 1000, 100).Fill(0xFF);
        (DecodeResult result, byte[] output) = Decoding.Run(CompressionKind.Zstd, packed, plain.Length);
        Assert.Equal(DecodeStatus.Corrupt, result.Status);
        Assert.Equal(3 * 128 * 1024, output.Length);
        Assert.True(plain.AsSpan(0, output.Length).SequenceEqual(output));
    }

    [Fact]
    public void Bytes_after_the_frame_are_left()
    {
        byte[] payload = Samples.Payload(CompressionKind.Zstd);
        byte[] text = Samples.Text(CompressionKind.Zstd);
        (DecodeResult result, byte[] output) = Decoding.Run(CompressionKind.Zstd, (byte[])[.. payload, 0], text.Length + 5);
        Assert.Equal(new DecodeResult(DecodeStatus.Complete, payload.Length, text.Length), result);
        Assert.Equal(text, output);
    }

    [Fact]
    public void A_huge_window_costs_nothing()
    {
        // Descriptor 0 (window byte follows), window 2 GiB, one last raw block of 2 bytes.
        byte[] packed = [0x28, 0xB5, 0x2F, 0xFD, 0, 21 << 3, (2 << 3) | 1, 0, 0, (byte)'h', (byte)'i'];
        long before = GC.GetAllocatedBytesForCurrentThread();
        DecodeResult result = ZstdDecoder.Decode(packed, new byte[4]);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000);
        Assert.Equal(new DecodeResult(DecodeStatus.Complete, packed.Length, 2), result);
    }

    [Fact]
    public void A_wrong_checksum_is_corrupt_and_keeps_the_text()
    {
        using Compressor compressor = new(3);
        compressor.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        byte[] plain = Samples.LogText(5000, 1);
        byte[] packed = compressor.Wrap(plain).ToArray();
        Decoding.AssertGives(CompressionKind.Zstd, packed, plain);
        packed[^1] ^= 1;
        (DecodeResult result, byte[] output) = Decoding.Run(CompressionKind.Zstd, packed, 6000);
        Assert.Equal(DecodeStatus.Corrupt, result.Status);
        Assert.Equal(plain, output);
    }
}
