using Pstore.Compression;
using Xunit;

namespace Pstore.Tests.Compression;

public class LzoDecoderTests
{
    private static ReadOnlySpan<byte> Marker => [0x11, 0, 0];

    [Fact]
    public void Bytes_after_the_marker_are_left()
    {
        byte[] payload = Samples.Payload(CompressionKind.Lzo);
        byte[] text = Samples.Text(CompressionKind.Lzo);
        (DecodeResult result, byte[] output) = Decoding.Run(CompressionKind.Lzo, (byte[])[.. payload, 0, 0], text.Length);
        Assert.Equal(new DecodeResult(DecodeStatus.Complete, payload.Length, text.Length), result);
        Assert.Equal(text, output);
    }

    [Fact]
    public void The_marker_alone_is_an_empty_stream()
    {
        Assert.Equal(new DecodeResult(DecodeStatus.Complete, 3, 0), LzoDecoder.Decode(Marker, []));

        // A literal, then the place of the marker with another length.
        Assert.Equal(new DecodeResult(DecodeStatus.Corrupt, 2, 1), LzoDecoder.Decode([0x12, (byte)'a', 0x12, 0, 0], new byte[9]));
    }

    [Fact]
    public void Every_instruction_means_what_the_format_says()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            LzoWriter writer = new(seed);
            for (int i = 0; i < 400; i++) writer.WriteRandom();
            byte[] packed = [.. writer.Packed, .. Marker];
            Decoding.AssertGives(CompressionKind.Lzo, packed, writer.Plain.ToArray());
            DecodeResult cut = Decoding.Run(CompressionKind.Lzo, packed.AsSpan(0, packed.Length * (seed % 100) / 100), writer.Plain.Count).Result;
            Assert.Equal(DecodeStatus.Truncated, cut.Status);
        }
    }
}
