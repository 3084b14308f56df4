namespace Pstore.Compression;

// RFC 1951. Bits are taken from the lowest bit of each byte up. A stream is a row of blocks:
//   1 bit   last block?
//   2 bits  0 stored   skip to a byte boundary; u16 length; u16 ~length; the bytes
//           1 fixed    codes given by the RFC
//           2 dynamic  5 bits HLIT-257, 5 bits HDIST-1, 4 bits HCLEN-4, HCLEN × 3 bits (lengths of the code length code),
//                      then HLIT + HDIST code lengths written with that code
//           3 invalid
// Fixed and dynamic blocks hold symbols: 0-255 a literal, 256 the end of the block, 257-285 a match length, then a distance.

/// <summary>
/// Decodes raw deflate (RFC 1951), what pstore writes from Linux 4.17 on (crypto "deflate", then lib/zlib from 6.6).
/// It accepts and refuses what zlib does, for any window size up to 32 KiB.
/// </summary>
public static class Inflater
{
    private const int MaxLiteralCodes = 286;
    private const int MaxDistanceCodes = 30;

    private static ReadOnlySpan<byte> CodeLengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>Decodes one stream. Never throws, whatever the bytes.</summary>
    /// <param name="source">The stream; bytes after its end are not looked at.</param>
    /// <param name="destination">Where the output goes, from its start.</param>
    /// <returns>
    /// Complete when the last block ended; bytes may follow <see cref="DecodeResult.Consumed"/>.
    /// After every other status the output up to the fault is kept.
    /// </returns>
    public static DecodeResult Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        Span<ushort> storage = stackalloc ushort[2 * HuffmanTable.StorageSize];
        HuffmanTable literals = new(storage[..HuffmanTable.StorageSize]);
        HuffmanTable distances = new(storage[HuffmanTable.StorageSize..]);
        BitReader reader = new(source);
        int written = 0;
        while (true)
        {
            int head = reader.Take(3);
            if (head < 0) return new DecodeResult(DecodeStatus.Truncated, source.Length, written);
            DecodeStatus status = (head >> 1) switch
            {
                0 => CopyStored(ref reader, destination, ref written),
                1 => BuildFixed(literals, distances),
                2 => ReadTables(ref reader, literals, distances),
                _ => DecodeStatus.Corrupt,
            };
            if (status == DecodeStatus.Complete && head >> 1 != 0)
                status = InflateBlock.Decode(ref reader, literals, distances, destination, ref written);
            if (status == DecodeStatus.Truncated) return new DecodeResult(status, source.Length, written);
            if (status != DecodeStatus.Complete || (head & 1) != 0) return new DecodeResult(status, reader.Consumed, written);
        }
    }

    private static DecodeStatus CopyStored(ref BitReader reader, Span<byte> destination, ref int written)
    {
        reader.Align();
        int length = reader.Take(16);
        int check = reader.Take(16);
        if (check < 0) return DecodeStatus.Truncated;
        if (length != (check ^ 0xFFFF)) return DecodeStatus.Corrupt;
        int room = Math.Min(length, destination.Length - written);
        int copied = reader.CopyBytes(destination.Slice(written, room));
        written += copied;
        if (copied < room) return DecodeStatus.Truncated;
        return room < length ? DecodeStatus.OutputLimit : DecodeStatus.Complete;
    }

    private static DecodeStatus BuildFixed(scoped HuffmanTable literals, scoped HuffmanTable distances)
    {
        Span<byte> lengths = stackalloc byte[HuffmanTable.MaxSymbols];
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..].Fill(8);
        literals.TryBuild(lengths, mayBeSparse: false);
        lengths = lengths[..32];
        lengths.Fill(5);
        distances.TryBuild(lengths, mayBeSparse: false);
        return DecodeStatus.Complete;
    }

    private static DecodeStatus ReadTables(ref BitReader reader, scoped HuffmanTable literals, scoped HuffmanTable distances)
    {
        int sizes = reader.Take(14);
        if (sizes < 0) return DecodeStatus.Truncated;
        int literalCodes = (sizes & 31) + 257;
        int distanceCodes = ((sizes >> 5) & 31) + 1;
        if (literalCodes > MaxLiteralCodes || distanceCodes > MaxDistanceCodes) return DecodeStatus.Corrupt;

        Span<byte> lengths = stackalloc byte[MaxLiteralCodes + MaxDistanceCodes];
        lengths.Clear();
        for (int i = 0; i < (sizes >> 10) + 4; i++)
        {
            int bits = reader.Take(3);
            if (bits < 0) return DecodeStatus.Truncated;
            lengths[CodeLengthOrder[i]] = (byte)bits;
        }

        // The memory of the distance table is free until the lengths are read.
        if (!distances.TryBuild(lengths[..CodeLengthOrder.Length], mayBeSparse: false)) return DecodeStatus.Corrupt;
        lengths = lengths[..(literalCodes + distanceCodes)];
        DecodeStatus status = ReadLengths(ref reader, distances, lengths);
        if (status != DecodeStatus.Complete) return status;
        bool good = lengths[InflateBlock.EndOfBlock] != 0
            && literals.TryBuild(lengths[..literalCodes], mayBeSparse: true)
            && distances.TryBuild(lengths[literalCodes..], mayBeSparse: true);
        return good ? DecodeStatus.Complete : DecodeStatus.Corrupt;
    }

    private static DecodeStatus ReadLengths(ref BitReader reader, scoped HuffmanTable codes, scoped Span<byte> lengths)
    {
        for (int i = 0; i < lengths.Length;)
        {
            reader.Refill();
            int entry = codes.Find(reader.Bits, reader.Count);
            if (entry <= 0) return entry == 0 ? DecodeStatus.Corrupt : DecodeStatus.Truncated;
            reader.Drop(entry & 15);
            int symbol = entry >> 4;
            if (symbol < 16)
            {
                lengths[i++] = (byte)symbol;
                continue;
            }

            // 16 repeats the length before; 17 and 18 write runs of zeros.
            (int extraBits, int least) = symbol switch { 16 => (2, 3), 17 => (3, 3), _ => (7, 11) };
            int extra = reader.Take(extraBits);
            if (extra < 0) return DecodeStatus.Truncated;
            int run = least + extra;
            if (run > lengths.Length - i || (symbol == 16 && i == 0)) return DecodeStatus.Corrupt;
            lengths.Slice(i, run).Fill(symbol == 16 ? lengths[i - 1] : (byte)0);
            i += run;
        }

        return DecodeStatus.Complete;
    }
}
