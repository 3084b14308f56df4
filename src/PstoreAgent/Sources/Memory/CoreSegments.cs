using System.Buffers.Binary;
using PstoreAgent.Native;

namespace PstoreAgent.Sources.Memory;

/// <summary>The loadable segments of /proc/kcore, a 64-bit ELF core of this machine's own byte order (fs/proc/kcore.c).</summary>
internal static class CoreSegments
{
    private const int HeaderSize = 64, ProgramHeaderSize = 56, MostHeaders = 4096, Load = 1;

    /// <summary>One PT_LOAD.</summary>
    /// <param name="Offset">Byte offset in the file.</param>
    /// <param name="Physical">Physical address; all ones where the kernel gives none.</param>
    /// <param name="Size">Bytes.</param>
    internal readonly record struct Segment(long Offset, ulong Physical, ulong Size)
    {
        /// <summary>Whether the segment holds the address.</summary>
        public bool Covers(ulong address) => address >= Physical && address - Physical < Size;
    }

    /// <summary>Reads the headers; an empty list when it is no such file.</summary>
    public static List<Segment> Read(FileDescriptor core)
    {
        var segments = new List<Segment>();
        Span<byte> header = stackalloc byte[HeaderSize];
        if (core.Read(header, 0, out _) != HeaderSize || !header.StartsWith("\u007fELF\u0002\u0001"u8)) return segments;
        long table = BinaryPrimitives.ReadInt64LittleEndian(header[32..]);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(header[54..]), count = BinaryPrimitives.ReadUInt16LittleEndian(header[56..]);
        if (size != ProgramHeaderSize || table < 0) return segments;
        Span<byte> entry = stackalloc byte[ProgramHeaderSize];
        for (int i = 0; i < Math.Min(count, MostHeaders); i++)
        {
            if (core.Read(entry, table + ((long)i * size), out _) != ProgramHeaderSize) break;
            if (BinaryPrimitives.ReadInt32LittleEndian(entry) != Load) continue;
            var segment = new Segment(
                BinaryPrimitives.ReadInt64LittleEndian(entry[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[24..]),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[40..]));

            // An offset below 0, or an end beyond what a file can have, would be read from elsewhere.
            if (segment.Offset >= 0 && segment.Size <= (ulong)(long.MaxValue - segment.Offset)) segments.Add(segment);
        }

        return segments;
    }
}
