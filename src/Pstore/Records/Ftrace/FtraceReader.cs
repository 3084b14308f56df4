using System.Buffers.Binary;

namespace Pstore.Records;

/// <summary>Reads single entries (pstore_ftrace_decode_cpu, pstore_ftrace_read_timestamp).</summary>
public static class FtraceReader
{
    /// <summary>Reads the entry at the front of <paramref name="bytes"/>, which holds at least one.</summary>
    public static FtraceEntry Read(ReadOnlySpan<byte> bytes, in FtraceFormat format)
    {
        int word = format.Writer.WordSize;
        bool big = format.Writer.BigEndian;
        ulong ip = Word(bytes, word, big), parent = Word(bytes[word..], word, big);
        ReadOnlySpan<byte> rest = bytes[(2 * word)..];
        ulong counter = format.HasCounter ? Word(rest, 8, big) : 0;
        return format.Cpu switch
        {
            CpuPlace.Field => new(ip, parent, 0, (uint)Word(rest, 4, big)),
            CpuPlace.IpBit0 => new(ip, parent, counter, (uint)ip & 1),
            CpuPlace.IpBits01 => new(ip, parent, counter, (uint)ip & 3),
            _ => new(ip, parent, counter >> 8, (uint)counter & 0xFF),
        };
    }

    private static ulong Word(ReadOnlySpan<byte> bytes, int size, bool big) => (size, big) switch
    {
        (8, false) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        (8, true) => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        (_, false) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt32BigEndian(bytes),
    };
}
