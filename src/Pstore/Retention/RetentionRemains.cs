using System.Numerics;

namespace Pstore.Retention;

/// <summary>
/// What of a pattern still lies in a region and may be overwritten. All that is not pattern stays: records that a header vouches for, what is
/// left of others, and so much around them that the blocks that ECC is kept for stay whole.
/// </summary>
public static class RetentionRemains
{
    // A byte of anything else has no more flipped bits in one case of three, and dozens in a row never: a margin is an ECC block of 128 and some more.
    private const int MostFlips = 3, Margin = 192;

    /// <summary>The ranges that may go, as offsets in <paramref name="bytes"/>, in the order of the slots.</summary>
    /// <param name="bytes">Of the region, or of more.</param>
    /// <param name="start">Where in it the offsets of the note count from.</param>
    /// <param name="note">Of the pattern.</param>
    /// <param name="used">What headers vouch for.</param>
    /// <param name="left">Bytes of the filled slots that are not among them.</param>
    public static List<(int Offset, int Length)> Find(ReadOnlySpan<byte> bytes, int start, RetentionNote note, UsedRanges used, out long left)
    {
        var found = new List<(int Offset, int Length)>();
        left = 0;
        for (int slot = 0; slot < RetentionNote.MaxSlots; slot++)
        {
            if (!note.Has(slot)) continue;
            int from = (int)(start + note.Start(slot));
            int before = found.Count;
            Add(found, Differing(bytes.Slice(from, note.DataLength), RetentionPattern.Of(note, slot), from, used), from);
            left += note.DataLength;
            for (int i = before; i < found.Count; i++) left -= found[i].Length;
        }

        return found;
    }

    private static bool[] Differing(ReadOnlySpan<byte> found, ReadOnlySpan<byte> pattern, long from, UsedRanges used)
    {
        bool[] differs = new bool[found.Length];
        for (int at = 0; at < differs.Length; at++) differs[at] = BitOperations.PopCount((uint)(found[at] ^ pattern[at])) > MostFlips;
        used.Mark(differs, from);
        return differs;
    }

    private static void Add(List<(int Offset, int Length)> found, bool[] differs, int from)
    {
        for (int at = 0, end; at < differs.Length; at = end)
        {
            for (end = at + 1; end < differs.Length && differs[end] == differs[at];) end++;
            int first = at == 0 ? 0 : at + Margin, last = end == differs.Length ? end : end - Margin;
            if (!differs[at] && first < last) found.Add((from + first, last - first));
        }
    }
}
