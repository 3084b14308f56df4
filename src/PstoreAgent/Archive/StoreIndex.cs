using System.Buffers;
using System.Text;

namespace PstoreAgent.Archive;

/// <summary>
/// The text of the index. What is known is looked for in the text itself, newest first: nothing is taken apart as long
/// as there is nothing to archive, and nothing is copied for a line more.
/// </summary>
internal sealed class StoreIndex(ReadOnlyMemory<byte> text, ReadOnlyMemory<byte> added = default)
{
    private const int End = 64 << 10;

    private static readonly SearchValues<byte> s_letters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz-,= \n"u8);

    public static readonly StoreIndex Empty = new(default);

    /// <summary>Whole lines, as they were read.</summary>
    public ReadOnlyMemory<byte> Text => text;

    /// <summary>The lines behind those.</summary>
    public ReadOnlyMemory<byte> Added => added;

    /// <summary>Bytes of all lines.</summary>
    public int Length => text.Length + added.Length;

    /// <summary>Whether the bytes may be an index: what a power cut leaves in its place has other letters. Only the end can be that new, the rest is looked over.</summary>
    public bool IsPlausible => text.IsEmpty
        || (!text.Span.ContainsAnyExceptInRange((byte)'\n', (byte)'z') && !text.Span[^Math.Min(text.Length, End)..].ContainsAnyExcept(s_letters) && Last != null);

    /// <summary>The last line; null where there is none.</summary>
    public IndexLine? Last => IndexLine.Parse(LastOf(added.IsEmpty ? text.Span : added.Span));

    /// <summary>How many lines there are.</summary>
    public int Count => text.Span.Count((byte)'\n') + added.Span.Count((byte)'\n');

    /// <summary>How many lines tell of removed entries.</summary>
    public int Removals => RemovalsIn(text.Span) + RemovalsIn(added.Span);

    /// <summary>Whether a record of this digest is, or was, in the archive.</summary>
    public bool Knows(string digest) => !LineOf(Encoding.ASCII.GetBytes(digest)).IsEmpty;

    /// <summary>The line of the newest entry that made a record known; null when there is none.</summary>
    public IndexLine? Find(Candidate record) => Find(record.Digest) ?? (record.TimeDigest == null ? null : Find(record.TimeDigest));

    /// <summary>The line of the newest entry with this digest; null when there is none.</summary>
    public IndexLine? Find(string digest) => IndexLine.Parse(LineOf(Encoding.ASCII.GetBytes(digest)));

    /// <summary>The newest line that tells of an entry of this name; null when there is none.</summary>
    public IndexLine? FindEntry(string name) => IndexLine.Parse(LineOf(Encoding.ASCII.GetBytes(name)));

    /// <summary>The number behind that of the newest entry there ever was.</summary>
    public int NextNumber => (NewestNumber(added.Span) ?? NewestNumber(text.Span) ?? 0) + 1;

    /// <summary>All lines; those that are none are left out.</summary>
    public List<IndexLine> Lines()
    {
        var lines = new List<IndexLine>();
        foreach (IndexLineView line in new IndexLines(this)) lines.Add(IndexLine.Of(line));
        return lines;
    }

    /// <summary>Of these lines.</summary>
    public static StoreIndex Of(IReadOnlyCollection<IndexLine> lines)
    {
        var text = new StringBuilder();
        foreach (IndexLine line in lines) text.Append(line.ToString()).Append('\n');
        return new StoreIndex(Encoding.ASCII.GetBytes(text.ToString()));
    }

    /// <summary>With one more line.</summary>
    public StoreIndex With(IndexLine line) => new(text, (byte[])[.. added.Span, .. Encoding.ASCII.GetBytes(line + "\n")]);

    /// <summary>Without the last line of the text.</summary>
    public StoreIndex WithoutLast() => new(text[..^(LastOf(text.Span).Length + 1)]);

    private ReadOnlySpan<byte> LineOf(ReadOnlySpan<byte> word) => LineOf(added.Span, word) is { IsEmpty: false } line ? line : LineOf(text.Span, word);

    private static ReadOnlySpan<byte> LineOf(ReadOnlySpan<byte> span, ReadOnlySpan<byte> word)
    {
        int place = span.LastIndexOf(word);
        if (place < 0) return default;
        int start = span[..place].LastIndexOf((byte)'\n') + 1, length = span[start..].IndexOf((byte)'\n');
        return length < 0 ? span[start..] : span.Slice(start, length);
    }

    private static int RemovalsIn(ReadOnlySpan<byte> span) => span.Count("\n-"u8) + (span.StartsWith((byte)'-') ? 1 : 0);

    // Removals stand behind the newest entry; their own numbers are smaller, or its own.
    private static int? NewestNumber(ReadOnlySpan<byte> span)
    {
        while (!span.IsEmpty)
        {
            ReadOnlySpan<byte> line = LastOf(span);
            if (IndexLineView.TryParse(line, out IndexLineView view) && !view.IsRemoval) return (int)(view.Key >> 32);
            span = span[..Math.Max(0, span.Length - line.Length - 1)];
        }

        return null;
    }

    private static ReadOnlySpan<byte> LastOf(ReadOnlySpan<byte> span)
    {
        if (span.EndsWith((byte)'\n')) span = span[..^1];
        return span[(span.LastIndexOf((byte)'\n') + 1)..];
    }
}
