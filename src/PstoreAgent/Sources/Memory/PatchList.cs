using System.Buffers;
using System.Buffers.Binary;

namespace PstoreAgent.Sources.Memory;

/// <summary>
/// Patches as bytes, as the child that stores gets them on standard input. Each is
/// <code>
/// 0   s64 offset
/// 8   s64 zeros
/// 16  s32 bytes expected
/// 20  s32 bytes stored
/// 24  …   those expected, then those stored
/// </code>
/// with integers in little-endian order.
/// </summary>
internal static class PatchList
{
    private const int HeadSize = 24;

    public static ReadOnlyMemory<byte> Write(IReadOnlyList<MemoryPatch> patches)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (MemoryPatch patch in patches)
        {
            Span<byte> head = output.GetSpan(HeadSize);
            BinaryPrimitives.WriteInt64LittleEndian(head, patch.Offset);
            BinaryPrimitives.WriteInt64LittleEndian(head[8..], patch.Zeros);
            BinaryPrimitives.WriteInt32LittleEndian(head[16..], patch.Expected.Length);
            BinaryPrimitives.WriteInt32LittleEndian(head[20..], patch.Bytes.Length);
            output.Advance(HeadSize);
            output.Write(patch.Expected.Span);
            output.Write(patch.Bytes.Span);
        }

        return output.WrittenMemory;
    }

    /// <summary>The patches; null where the bytes end early, or one reaches beyond a range of <paramref name="size"/> bytes.</summary>
    public static List<MemoryPatch>? Read(ReadOnlyMemory<byte> bytes, long size)
    {
        var patches = new List<MemoryPatch>();
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < HeadSize) return null;
            ReadOnlySpan<byte> head = bytes.Span;
            long offset = BinaryPrimitives.ReadInt64LittleEndian(head), zeros = BinaryPrimitives.ReadInt64LittleEndian(head[8..]);
            int expected = BinaryPrimitives.ReadInt32LittleEndian(head[16..]), stored = BinaryPrimitives.ReadInt32LittleEndian(head[20..]);
            bytes = bytes[HeadSize..];
            if (expected < 0 || stored < 0 || (long)expected + stored > bytes.Length) return null;
            if (offset < 0 || offset > size || zeros < 0 || zeros > size - offset) return null;
            if (Math.Max(expected, stored + zeros) > size - offset) return null;
            patches.Add(new MemoryPatch(offset, bytes[..expected], bytes.Slice(expected, stored), zeros));
            bytes = bytes[(expected + stored)..];
        }

        return patches;
    }
}
