using Pstore.Compression;
using Xunit;

namespace Pstore.Tests.Compression;

public class ZlibDecoderTests
{
    private readonly byte[] _payload = Samples.Payload(CompressionKind.Zlib);
    private readonly byte[] _text = Samples.Text(CompressionKind.Zlib);

    [Fact]
    public void A_wrong_checksum_is_corrupt_and_keeps_the_text()
    {
        _payload[^1] ^= 1;
        (DecodeResult result, byte[] output) = Decoding.Run(CompressionKind.Zlib, _payload, _text.Length);
        Assert.Equal(DecodeStatus.Corrupt, result.Status);
        Assert.Equal(_text, output);
    }

    [Fact]
    public void A_missing_checksum_is_truncated_and_keeps_the_text()
    {
        (DecodeResult result, byte[] output) = Decoding.Run(CompressionKind.Zlib, _payload.AsSpan(0, _payload.Length - 1), _text.Length);
        Assert.Equal(DecodeStatus.Truncated, result.Status);
        Assert.Equal(_text, output);
    }

    [Fact]
    public void Bytes_after_the_stream_are_left()
    {
        (DecodeResult result, _) = Decoding.Run(CompressionKind.Zlib, (byte[])[.. _payload, 1, 2, 3], _text.Length);
        Assert.Equal(new DecodeResult(DecodeStatus.Complete, _payload.Length, _text.Length), result);
    }

    [Fact]
    public void Every_header_that_zlib_knows_is_accepted()
    {
        int accepted = 0;
        for (int header = 0; header < 65536; header++)
        {
            byte[] head = [(byte)(header >> 8), (byte)header];
            bool good = (header >> 8 & 15) == 8 && header >> 12 <= 7 && header % 31 == 0 && (header & 0x20) == 0;
            Assert.Equal(good, ZlibDecoder.HasHeader(head));
            head.CopyTo(_payload, 0);
            if (good) Decoding.AssertGives(CompressionKind.Zlib, _payload, _text);
            accepted += good ? 1 : 0;
        }

        Assert.Equal(32, accepted);
        Assert.Equal(new DecodeResult(DecodeStatus.Corrupt, 0, 0), ZlibDecoder.Decode("plain"u8, new byte[9]));
    }
}
