using System.Buffers.Binary;

namespace PstoreAgent.Tests.Sources.Live;

/// <summary>An ELF core as /proc/kcore is one: a header, program headers, and the bytes of the segments.</summary>
internal static class CoreFile
{
    public const int HeaderSize = 64, EntrySize = 56;

    /// <summary>The file, with a note in front of the segments as the kernel's has one.</summary>
    public static byte[] Of(params (ulong Physical, byte[] Bytes)[] segments)
    {
        int entries = segments.Length + 1, at = HeaderSize + (entries * EntrySize) + 7;
        byte[] file = new byte[at + segments.Sum(segment => segment.Bytes.Length)];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(file);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(16), 4);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(32), HeaderSize);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(52), HeaderSize);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(54), EntrySize);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(56), (short)entries);
        Entry(file, 0, 4, 0, 0, 1 << 30);
        for (int i = 0; i < segments.Length; i++)
        {
            Entry(file, i + 1, 1, at, segments[i].Physical, segments[i].Bytes.Length);
            segments[i].Bytes.CopyTo(file, at);
            at += segments[i].Bytes.Length;
        }

        return file;
    }

    private static void Entry(byte[] file, int index, int type, long offset, ulong physical, long size)
    {
        Span<byte> entry = file.AsSpan(HeaderSize + (index * EntrySize), EntrySize);
        BinaryPrimitives.WriteInt32LittleEndian(entry, type);
        BinaryPrimitives.WriteInt64LittleEndian(entry[8..], offset);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[16..], 0xFFFF_8000_0000_0000 + physical);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[24..], physical);
        BinaryPrimitives.WriteInt64LittleEndian(entry[32..], size);
        BinaryPrimitives.WriteInt64LittleEndian(entry[40..], size);
    }
}
