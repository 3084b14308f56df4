using System.Buffers.Binary;
using System.Numerics;

namespace Pstore.Retention;

/// <summary>
/// Finds the note of a pattern that may be damaged: the one that most whole copies have; and where no copy is whole, each bit as most of the
/// damaged copies have it.
/// </summary>
public static class NoteSearch
{
    // Random bytes look like it once in four million places.
    private const int MostFlips = 12;
    private const int MostCopies = 1 << 16, MostPatterns = 64;

    /// <summary>Searches a region; null where there is no pattern, or too little of it.</summary>
    public static RetentionNote? Find(ReadOnlySpan<byte> region)
    {
        var whole = new List<(RetentionNote Note, int Count)>();
        int[] ones = new int[RetentionNote.Size * 8];
        int copies = 0;
        for (int at = 0; at + RetentionNote.Size <= region.Length && copies < MostCopies; at++)
        {
            if (BitOperations.PopCount(BinaryPrimitives.ReadUInt64LittleEndian(region[at..]) ^ RetentionNote.Magic) > MostFlips) continue;
            ReadOnlySpan<byte> copy = region.Slice(at, RetentionNote.Size);
            copies++;
            if (RetentionNote.TryRead(copy, region.Length, out RetentionNote note)) Add(whole, note);
            else Count(copy, ones);
        }

        (RetentionNote Note, int Count) best = default;
        foreach ((RetentionNote Note, int Count) found in whole)
            if (found.Count > best.Count) best = found;
        if (best.Count > 0) return best.Note;
        return copies > 0 && RetentionNote.TryRead(Majority(ones, copies), region.Length, out RetentionNote voted) ? voted : null;
    }

    // Patterns of earlier tests may lie about, but not many.
    private static void Add(List<(RetentionNote Note, int Count)> whole, RetentionNote note)
    {
        for (int i = 0; i < whole.Count; i++)
        {
            if (whole[i].Note.Seed != note.Seed || whole[i].Note.Slots != note.Slots) continue;
            whole[i] = (whole[i].Note, whole[i].Count + 1);
            return;
        }

        if (whole.Count < MostPatterns) whole.Add((note, 1));
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
