namespace Pstore.Compression;

/// <summary>Copies earlier output behind the output, as all dictionary coders do; source and target may overlap.</summary>
internal static class BackCopy
{
    /// <summary>Copies as much as fits. False when that was not all. The caller has checked 0 &lt; distance ≤ written.</summary>
    public static bool TryCopy(Span<byte> output, ref int written, int distance, int length)
    {
        int room = Math.Min(length, output.Length - written);
        Copy(output, written, distance, room);
        written += room;
        return room == length;
    }

    /// <summary>
    /// Copies <paramref name="length"/> bytes from <paramref name="distance"/> before <paramref name="position"/>.
    /// The caller has checked 1 ≤ distance ≤ position and that there is room.
    /// </summary>
    public static void Copy(Span<byte> output, int position, int distance, int length)
    {
        int from = position - distance;

        // The repeated period doubles with every piece, so a long run takes few copies.
        while (length > 0)
        {
            int piece = Math.Min(length, position - from);
            output.Slice(from, piece).CopyTo(output[position..]);
            position += piece;
            length -= piece;
        }
    }
}
