using Pstore.Compression;
using Xunit;

namespace Pstore.Tests.Compression;

public class AllDecodersTests
{
    public static TheoryData<CompressionKind> Kinds =>
        [CompressionKind.Zlib, CompressionKind.Deflate, CompressionKind.Lzo, CompressionKind.Lz4, CompressionKind.Sw842, CompressionKind.Zstd];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kernels_record_is_decoded(CompressionKind kind)
    {
        byte[] payload = Samples.Payload(kind);
        byte[] text = Samples.Text(kind);
        Decoding.AssertGives(kind, payload, text);
        (DecodeResult result, byte[] output) = Decoding.Run(kind, payload, 1 << 20);
        Assert.Equal(DecodeStatus.Complete, result.Status);
        Assert.Equal(text, output);

        // 842 is padded to 8 bytes, the others end with their last byte.
        Assert.InRange(result.Consumed, kind == CompressionKind.Sw842 ? payload.Length - 7 : payload.Length, payload.Length);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_small_destination_is_filled(CompressionKind kind)
    {
        byte[] payload = Samples.Payload(kind);
        byte[] text = Samples.Text(kind);
        for (int room = text.Length - 1; room >= 0; room -= room > text.Length - 300 ? 1 : 53)
        {
            (DecodeResult result, byte[] output) = Decoding.Run(kind, payload, room);
            Assert.Equal(DecodeStatus.OutputLimit, result.Status);
            Assert.True(text.AsSpan(0, room).SequenceEqual(output));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_cut_stream_gives_a_prefix(CompressionKind kind)
    {
        byte[] payload = Samples.Payload(kind);
        byte[] text = Samples.Text(kind);
        int end = Codec.Decode(kind, payload, new byte[text.Length]).Consumed;
        int most = 0;
        int complete = 0;
        for (int size = 0; size < end; size++)
        {
            (DecodeResult result, byte[] output) = Decoding.Run(kind, payload.AsSpan(0, size), text.Length);
            Assert.True(text.AsSpan(0, output.Length).SequenceEqual(output));
            Assert.True(output.Length >= most);
            most = output.Length;

            // An LZ4 block has no end mark: cut after the literals of a sequence it looks whole.
            if (kind == CompressionKind.Lz4 && result.Status == DecodeStatus.Complete) complete++;
            else Assert.Equal(DecodeStatus.Truncated, result.Status);
        }

        Assert.True(complete < end / 3);
        if (kind != CompressionKind.Zstd) Assert.True(most > text.Length * 9 / 10);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Damage_at_any_byte_is_survived(CompressionKind kind)
    {
        byte[] payload = Samples.Payload(kind);
        int room = Samples.Text(kind).Length + 500;
        Random random = new(1);
        for (int i = 0; i < payload.Length; i++)
        {
            byte good = payload[i];
            foreach (int flip in (int[])[1 << random.Next(8), 0xFF, random.Next(1, 256)])
            {
                payload[i] = (byte)(good ^ flip);
                Decoding.Run(kind, payload, room);
            }

            payload[i] = good;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Noise_is_survived(CompressionKind kind)
    {
        byte[] payload = Samples.Payload(kind);
        for (int seed = 0; seed < 3000; seed++)
        {
            byte[] noise = Samples.Noise(seed % 200, seed);

            // A true start leads deeper into the decoder.
            payload.AsSpan(0, Math.Min(noise.Length, seed % 40)).CopyTo(noise);
            Decoding.Run(kind, noise, seed % 1000);
        }
    }

    [Fact]
    public void Uncompressed_data_is_copied()
    {
        Decoding.AssertGives(CompressionKind.None, "abc"u8, "abc"u8);
        Assert.Equal(new DecodeResult(DecodeStatus.OutputLimit, 2, 2), Codec.Decode(CompressionKind.None, "abc"u8, new byte[2]));
    }

    [Fact]
    public void Names_are_the_kernels()
    {
        foreach (CompressionKind kind in Enum.GetValues<CompressionKind>())
        {
            Assert.True(CompressionNames.TryParse(kind.Name(), out CompressionKind parsed));
            Assert.Equal(kind, parsed);
        }

        Assert.True(CompressionNames.TryParse("lz4hc", out CompressionKind lz4));
        Assert.Equal(CompressionKind.Lz4, lz4);
        Assert.False(CompressionNames.TryParse("Deflate", out _));
        Assert.False(CompressionNames.TryParse("", out _));
    }
}
