namespace Pstore.Recovery;

/// <summary>Lines of a trace in text, whose names the kernel that shows it chose.</summary>
internal static class TraceLine
{
    /// <summary>Takes a line off the text and gives what is before its names: CPU, time and addresses.</summary>
    public static ReadOnlySpan<byte> Numbers(ref ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        int first = line.IndexOf("  "u8);
        int second = first < 0 ? -1 : line[(first + 2)..].IndexOf("  "u8);
        return second < 0 ? line : line[..(first + 2 + second)];
    }
}
