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
    /// <param name="bytes">Of the region, or of more.</param>
    /// <param name="regionBase">Where its zones are thought to begin.</param>
    /// <param name="start">Where the offsets of the note count from: with headers lost, zones were thought to begin elsewhere when it was written.</param>
    public static RetentionNote? Find(ReadOnlySpan<byte> bytes, int regionBase, out int start)
    {
        var whole = new List<(RetentionNote Note, int Count)>();
        var places = new List<int>();
        int[] ones = new int[RetentionNote.Size * 8];
        for (int at = 0; at + RetentionNote.Size <= bytes.Length && places.Count < MostCopies; at++)
        {
            if (BitOperations.PopCount(BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]) ^ RetentionNote.Magic) > MostFlips) continue;
            ReadOnlySpan<byte> copy = bytes.Slice(at, RetentionNote.Size);
            places.Add(at);
            if (RetentionNote.TryRead(copy, bytes.Length, out RetentionNote note)) Add(whole, note);
            else Count(copy, ones);
        }

        (RetentionNote Note, int Count) best = default;
        foreach ((RetentionNote Note, int Count) found in whole)
            if (found.Count > best.Count) best = found;
        start = 0;
        if (best.Count == 0 && (places.Count == 0 || !RetentionNote.TryRead(Majority(ones, places.Count), bytes.Length, out best.Note))) return null;
        return Locate(places, best.Note, regionBase, bytes.Length, out start) ? best.Note : null;
    }

    /// <summary>Each copy says where it lies in its zone: the start that most of them agree to counts.</summary>
    private static bool Locate(List<int> places, RetentionNote note, int regionBase, int length, out int start)
    {
        int most = -1;
        start = 0;
        foreach (long tried in (long[])[regionBase, 0, places[0] - note.Start(BitOperations.TrailingZeroCount(note.Slots))])
        {
            if (tried < 0 || tried + note.End > length) continue;
            int agree = 0;
            foreach (int place in places)
                if (IsCopy(note, place - tried)) agree++;
            if (agree > most) (most, start) = (agree, (int)tried);
        }

        return most >= 0;
    }

    private static bool IsCopy(RetentionNote note, long offset)
    {
        long slot = offset / note.SlotSize, within = (offset % note.SlotSize) - note.DataOffset;
        return offset >= 0 && slot < RetentionNote.MaxSlots && note.Has((int)slot) && within >= 0 && within < note.DataLength && within % RetentionPattern.NoteDistance == 0;
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
