using System.Buffers.Binary;

namespace Pstore.Compression;

/// <summary>
/// RFC 1950: two bytes of header, deflate, Adler-32 of the output, big-endian.
/// <code>
/// 0  low half 8: deflate; high half: window bits − 8
/// 1  bit 5: preset dictionary (never used here); the two bytes are a multiple of 31
/// </code>
/// </summary>
public static class ZlibDecoder
{
    private const int HeaderSize = 2, TrailerSize = 4;

    /// <summary>Whether the first two bytes can be a zlib header.</summary>
    public static bool HasHeader(ReadOnlySpan<byte> source) =>
        source.Length >= HeaderSize
        && (source[0] & 15) == 8
        && source[0] >> 4 <= 7
        && ((source[0] << 8) | source[1]) % 31 == 0
        && (source[1] & 0x20) == 0;

    /// <summary>Unpacks one stream. A wrong checksum is <see cref="DecodeStatus.Corrupt"/>, the output is kept.</summary>
    public static DecodeResult Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (!HasHeader(source))
            return new DecodeResult(source.Length < HeaderSize ? DecodeStatus.Truncated : DecodeStatus.Corrupt, 0, 0);
        DecodeResult body = Inflater.Decode(source[HeaderSize..], destination);
        int end = HeaderSize + body.Consumed;
        if (body.Status != DecodeStatus.Complete) return body with { Consumed = end };
        if (source.Length - end < TrailerSize) return new DecodeResult(DecodeStatus.Truncated, source.Length, body.Written);
        bool right = BinaryPrimitives.ReadUInt32BigEndian(source[end..]) == Adler32(destination[..body.Written]);
        return new DecodeResult(right ? DecodeStatus.Complete : DecodeStatus.Corrupt, end + TrailerSize, body.Written);
    }

    private static uint Adler32(ReadOnlySpan<byte> data)
    {
        // 5552 bytes are the most that can be summed before 32 bits overflow.
        const uint modulus = 65521;
        uint a = 1, b = 0;
        while (data.Length > 0)
        {
            int run = Math.Min(data.Length, 5552);
            foreach (byte value in data[..run])
            {
                a += value;
                b += a;
            }

            a %= modulus;
            b %= modulus;
            data = data[run..];
        }

        return (b << 16) | a;
    }
}
