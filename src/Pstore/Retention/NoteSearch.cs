using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Pstore.Retention;

/// <summary>
/// Finds the note of a pattern that may be damaged: the one that most whole copies have; and where no copy is whole, each bit as most of the
/// damaged copies have it.
/// </summary>
public static class NoteSearch
{
    // Random bytes look like it once in four million places.
    private const int MostFlips = 12;
    private const int MostCopies = 1 << 16;

    /// <summary>Searches a region; null where there is no pattern, or too little of it.</summary>
    public static RetentionNote? Find(ReadOnlySpan<byte> region)
    {
        var whole = new Dictionary<RetentionNote, int>();
        int[] ones = new int[RetentionNote.Size * 8];
        int copies = 0;
        for (int at = 0; at + RetentionNote.Size <= region.Length && copies < MostCopies; at++)
        {
            if (BitOperations.PopCount(BinaryPrimitives.ReadUInt64LittleEndian(region[at..]) ^ RetentionNote.Magic) > MostFlips) continue;
            ReadOnlySpan<byte> copy = region.Slice(at, RetentionNote.Size);
            copies++;
            if (RetentionNote.TryRead(copy, region.Length, out RetentionNote note)) CollectionsMarshal.GetValueRefOrAddDefault(whole, note, out _)++;
            else Count(copy, ones);
        }

        if (whole.Count > 0) return whole.MaxBy(found => found.Value).Key;
        return copies > 0 && RetentionNote.TryRead(Majority(ones, copies), region.Length, out RetentionNote voted) ? voted : null;
    }

    private static void Count(ReadOnlySpan<byte> copy, int[] ones)
    {
        for (int bit = 0; bit < ones.Length; bit++) ones[bit] += copy[bit / 8] >> (bit % 8) & 1;
    }

    private static byte[] Majority(int[] ones, int copies)
    {
        byte[] note = new byte[RetentionNote.Size];
        for (int bit = 0; bit < ones.Length; bit++)
            if (2 * ones[bit] > copies) note[bit / 8] |= (byte)(1 << (bit % 8));
        return note;
    }
}
