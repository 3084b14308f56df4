namespace Pstore.Compression;

/// <summary>
/// The 842 format as lib/842 writes it: a big-endian bit stream of 5-bit instructions.
/// <code>
/// 00–19  a template of up to four parts that make 8 bytes:
///        Dn  n literal bytes
///        In  n bytes from the output: index of 8 (I2, I8) or 9 (I4) bits, in units of n bytes,
///            in a window of 512 (I2) or 2048 (I4, I8) bytes that is written round and round
/// 1b     6 bits n: the last 8 bytes again, n + 1 times
/// 1c     8 zero bytes
/// 1d     3 bits n, n literal bytes
/// 1e     end; then 32 bits, CRC of the output (polynomial 04c11db7, highest bit first, from 0, not inverted)
/// </code>
/// </summary>
public static class Sw842Decoder
{
    /// <summary>Unpacks one stream. A wrong checksum is <see cref="DecodeStatus.Corrupt"/>, the output is kept.</summary>
    public static DecodeResult Decode(ReadOnlySpan<byte> source, Span<byte> destination) =>
        new Sw842State(source, destination).Run();
}
