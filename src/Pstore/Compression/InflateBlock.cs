namespace Pstore.Compression;

/// <summary>Decodes the symbols of one fixed or dynamic deflate block.</summary>
internal static class InflateBlock
{
    public const int EndOfBlock = 256;

    // RFC 1951 §3.2.5: the least value of each code and how many extra bits are added to it.
    private static ReadOnlySpan<ushort> LengthBase =>
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static ReadOnlySpan<byte> LengthExtra =>
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private static ReadOnlySpan<ushort> DistanceBase =>
        [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];

    private static ReadOnlySpan<byte> DistanceExtra =>
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    /// <summary>Decodes up to the end of the block; <see cref="DecodeStatus.Complete"/> says that it was reached.</summary>
    public static DecodeStatus Decode(ref BitReader reader, scoped HuffmanTable literals, scoped HuffmanTable distances, Span<byte> destination, ref int written)
    {
        // A local copy, so that its fields can live in registers.
        BitReader bits = reader;
        int position = written;
        DecodeStatus status;
        while (true)
        {
            // A literal or length and a distance take at most 15 + 5 + 15 + 13 bits: one refill serves all.
            bits.Refill();
            int entry = literals.Find(bits.Bits, bits.Count);
            if (entry <= 0)
            {
                status = Failure(entry);
                break;
            }

            bits.Drop(entry & 15);
            int symbol = entry >> 4;
            if (symbol < EndOfBlock)
            {
                if ((uint)position >= (uint)destination.Length)
                {
                    status = DecodeStatus.OutputLimit;
                    break;
                }

                destination[position++] = (byte)symbol;
                continue;
            }

            if (symbol == EndOfBlock)
            {
                status = DecodeStatus.Complete;
                break;
            }

            symbol -= EndOfBlock + 1;
            if (symbol >= LengthBase.Length)
            {
                status = DecodeStatus.Corrupt;
                break;
            }

            int extra = LengthExtra[symbol];
            int length = LengthBase[symbol] + ((int)bits.Bits & ((1 << extra) - 1));
            if (bits.Count < extra)
            {
                status = DecodeStatus.Truncated;
                break;
            }

            bits.Drop(extra);
            entry = distances.Find(bits.Bits, bits.Count);
            if (entry <= 0)
            {
                status = Failure(entry);
                break;
            }

            bits.Drop(entry & 15);
            symbol = entry >> 4;
            if (symbol >= DistanceBase.Length)
            {
                status = DecodeStatus.Corrupt;
                break;
            }

            extra = DistanceExtra[symbol];
            int distance = DistanceBase[symbol] + ((int)bits.Bits & ((1 << extra) - 1));
            if (bits.Count < extra)
            {
                status = DecodeStatus.Truncated;
                break;
            }

            bits.Drop(extra);
            if (distance > position)
            {
                status = DecodeStatus.Corrupt;
                break;
            }

            int room = Math.Min(length, destination.Length - position);
            BackCopy.Copy(destination, position, distance, room);
            position += room;
            if (room < length)
            {
                status = DecodeStatus.OutputLimit;
                break;
            }
        }

        reader = bits;
        written = position;
        return status;
    }

    private static DecodeStatus Failure(int entry) => entry == HuffmanTable.NeedBits ? DecodeStatus.Truncated : DecodeStatus.Corrupt;
}
