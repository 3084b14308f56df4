namespace Pstore.Compression;

/// <summary>Copies earlier output behind the output, as all dictionary coders do; source and target may overlap.</summary>
internal static class BackCopy
{
    /// <summary>Copies as much as fits. False when that was not all. The caller has checked 0 &lt; distance ≤ written.</summary>
    public static bool TryCopy(Span<byte> output, ref int written, int distance, int length)
    {
        int room = Math.Min(length, output.Length - written);
        int from = written - distance;
        if (distance >= room)
        {
            output.Slice(from, room).CopyTo(output[written..]);
        }
        else
        {
            for (int i = 0; i < room; i++) output[written + i] = output[from + i];
        }

        written += room;
        return room == length;
    }
}
