using System.Buffers;
using System.Text;

namespace PstoreAgent.Archive;

/// <summary>
/// The text of the index. What is known is looked for in the text itself, newest first: nothing is taken apart as long
/// as there is nothing to archive.
/// </summary>
internal sealed class StoreIndex(ReadOnlyMemory<byte> text)
{
    private static readonly SearchValues<byte> s_letters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz-,= \n"u8);

    public static readonly StoreIndex Empty = new(default);

    /// <summary>Whole lines.</summary>
    public ReadOnlyMemory<byte> Text => text;

    /// <summary>Whether the bytes may be an index: what a power cut leaves in its place has other letters.</summary>
    public bool IsPlausible => !text.Span.ContainsAnyExcept(s_letters) && (text.IsEmpty || Last != null);

    /// <summary>The last line; null where there is none.</summary>
    public IndexLine? Last => text.IsEmpty ? null : IndexLine.Parse(LineAt(text.Length - 1));

    /// <summary>Whether a record of this digest is, or was, in the archive.</summary>
    public bool Knows(string digest) => PlaceOf(digest) >= 0;

    /// <summary>The line of the newest entry that made a record known; null when there is none.</summary>
    public IndexLine? Find(Candidate record) => Find(record.Digest) ?? (record.TimeDigest == null ? null : Find(record.TimeDigest));

    /// <summary>The line of the newest entry with this digest; null when there is none.</summary>
    public IndexLine? Find(string digest) => PlaceOf(digest) is >= 0 and var place ? IndexLine.Parse(LineAt(place)) : null;

    /// <summary>The number behind that of the newest entry there ever was.</summary>
    public int NextNumber
    {
        get
        {
            // Removals stand behind the newest entry; their own numbers are smaller, or its own.
            for (int end = text.Length; end > 0;)
            {
                ReadOnlySpan<byte> line = LineAt(end - 1);
                if (IndexLine.Parse(line) is { IsRemoval: false } entry && EntryName.TryParse(entry.Name, out int number)) return number + 1;
                end -= line.Length + 1;
            }

            return 1;
        }
    }

    /// <summary>All lines; those that are none are left out.</summary>
    public List<IndexLine> Lines()
    {
        var lines = new List<IndexLine>();
        foreach (Range range in text.Span.Split((byte)'\n'))
            if (IndexLine.Parse(text.Span[range]) is { } line) lines.Add(line);
        return lines;
    }

    /// <summary>The entries that were not removed, oldest first.</summary>
    public List<IndexLine> Entries()
    {
        List<IndexLine> lines = Lines();
        var removed = new HashSet<string>(lines.Where(line => line.IsRemoval).Select(line => line.Name));
        return [.. lines.Where(line => !line.IsRemoval && !removed.Contains(line.Name))];
    }

    /// <summary>Of these lines.</summary>
    public static StoreIndex Of(IReadOnlyCollection<IndexLine> lines)
    {
        var text = new StringBuilder();
        foreach (IndexLine line in lines) text.Append(line.ToString()).Append('\n');
        return new StoreIndex(Encoding.ASCII.GetBytes(text.ToString()));
    }

    /// <summary>With one more line.</summary>
    public StoreIndex With(IndexLine line) => new((byte[])[.. text.Span, .. Encoding.ASCII.GetBytes(line + "\n")]);

    private int PlaceOf(string digest) => text.Span.LastIndexOf(Encoding.ASCII.GetBytes(digest));

    private ReadOnlySpan<byte> LineAt(int place)
    {
        ReadOnlySpan<byte> span = text.Span;
        if (span[place] == '\n') place--;
        int start = place < 0 ? 0 : span[..(place + 1)].LastIndexOf((byte)'\n') + 1;
        int length = span[start..].IndexOf((byte)'\n');
        return length < 0 ? span[start..] : span.Slice(start, length);
    }
}
