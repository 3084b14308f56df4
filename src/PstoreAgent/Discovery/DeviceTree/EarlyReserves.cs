using System.Buffers.Binary;
using System.Text;

namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>
/// The memory that a tree reserves beside its nodes, which the kernel reserves before it looks at them (Devicetree Specification, 5.3 and 6.2):
/// "/memreserve/ address size;" of the source, and in the blob pairs of u64 that end with two zeros, at offset off_mem_rsvmap.
/// </summary>
internal static class EarlyReserves
{
    private const int OffsetAt = 16, Entry = 16, Most = 64;

    /// <summary>Those of a flattened tree, whose header was looked at.</summary>
    public static IReadOnlyList<NodeRange> OfBlob(ReadOnlySpan<byte> blob)
    {
        var found = new List<NodeRange>();
        long at = BinaryPrimitives.ReadUInt32BigEndian(blob[OffsetAt..]);
        for (; found.Count < Most && at + Entry <= blob.Length; at += Entry)
        {
            ReadOnlySpan<byte> entry = blob[(int)at..];
            var range = new NodeRange(BinaryPrimitives.ReadUInt64BigEndian(entry), BinaryPrimitives.ReadUInt64BigEndian(entry[8..]));
            if (range is { Address: 0, Size: 0 }) break;
            if (range.Size > 0) found.Add(range);
        }

        return found;
    }

    /// <summary>Those of a source that was read without an error.</summary>
    public static IReadOnlyList<NodeRange> OfText(byte[] text, string file)
    {
        var found = new List<NodeRange>();
        if (text.AsSpan().IndexOf("/memreserve/"u8) < 0) return found;
        var lexer = new SourceLexer(Encoding.Latin1.GetString(text), file);
        for (SourceToken token = lexer.Next(); token.Kind != SourceTokenKind.End && found.Count < Most; token = lexer.Next())
        {
            if (token is not { Kind: SourceTokenKind.Directive, Text: "/memreserve/" }) continue;
            if (KernelNumber.TryParameter(lexer.Next().Text, out ulong address) && KernelNumber.TryParameter(lexer.Next().Text, out ulong size) && size > 0) found.Add(new NodeRange(address, size));
        }

        return found;
    }
}
