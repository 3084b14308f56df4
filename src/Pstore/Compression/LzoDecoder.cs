namespace Pstore.Compression;

/// <summary>
/// LZO1X, without header or length. An instruction byte t says:
/// <code>
/// first byte &gt; 17   t − 17 literals
/// 0–15  after a match without literals: 3 + t literals (t = 0: 18 + more)
///       after 1–3 literals of a match:  match of 2, distance 1 + (t &gt;&gt; 2) + (next &lt;&lt; 2)
///       after a run of literals:        match of 3, distance 2049 + (t &gt;&gt; 2) + (next &lt;&lt; 2)
/// 16–31 match of 2 + (t &amp; 7) (0: 9 + more), distance 16384 + ((t &amp; 8) &lt;&lt; 11) + (le16 &gt;&gt; 2); exactly 16384 ends the stream
/// 32–63 match of 2 + (t &amp; 31) (0: 33 + more), distance 1 + (le16 &gt;&gt; 2)
/// 64–   match of 1 + (t &gt;&gt; 5), distance 1 + ((t &gt;&gt; 2) &amp; 7) + (next &lt;&lt; 3)
/// </code>
/// "more": 255 for each zero byte, plus the byte behind. The low two bits of t (of le16) are literals behind the match.
/// </summary>
public static class LzoDecoder
{
    /// <summary>Unpacks one stream up to its end marker 11 00 00. The kernel wants nothing behind it: compare Consumed.</summary>
    public static DecodeResult Decode(ReadOnlySpan<byte> source, Span<byte> destination) =>
        new LzoState(source, destination).Run();
}
