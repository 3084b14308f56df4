namespace Pstore.Records;

/// <summary>
/// Tells from the entries themselves what the writing machine was: how wide its words are, whether the CPU is in ip,
/// and, without a version, whether there is a counter.
/// </summary>
public static class FtraceFormatProbe
{
    private const int EntriesLookedAt = 64;

    /// <summary>The entry format, given the word size and, if known, the kernel.</summary>
    /// <param name="logs">Unrolled logs of the ftrace zones.</param>
    /// <param name="writer">Byte order and word size, taken as they are.</param>
    /// <param name="kernel">The writing kernel.</param>
    public static FtraceFormat Choose(IReadOnlyList<ReadOnlyMemory<byte>> logs, WriterFormat writer, KernelVersion kernel)
    {
        FtraceFormat usual = FtraceFormat.For(writer, kernel);
        if (writer.WordSize == 8) return usual;
        FtraceFormat inIp = usual with { Cpu = MaskOf(logs, usual) };
        return Score(logs, inIp) > Score(logs, usual) ? inIp : usual;
    }

    /// <summary>The word size that the entries speak for; null when there are too few to tell.</summary>
    public static int? WordSize(IReadOnlyList<ReadOnlyMemory<byte>> logs, bool bigEndian, KernelVersion kernel)
    {
        var wide = new WriterFormat(bigEndian, 8);
        var narrow = new WriterFormat(bigEndian, 4);
        int wideScore = Score(logs, FtraceFormat.For(wide, kernel));
        int narrowScore = Score(logs, Choose(logs, narrow, kernel));
        return wideScore == narrowScore ? null : wideScore > narrowScore ? 8 : 4;
    }

    /// <summary>How many of the newest entries look like a trace: kernel addresses, a counter that grows, small CPU numbers. In 1/64.</summary>
    public static int Score(IReadOnlyList<ReadOnlyMemory<byte>> logs, in FtraceFormat format)
    {
        int good = 0, seen = 0;
        foreach (ReadOnlyMemory<byte> log in logs)
        {
            int size = format.EntrySize;
            ulong previous = 0;
            int first = Math.Max(log.Length % size, log.Length - (EntriesLookedAt * size));
            for (int at = first; at + size <= log.Length; at += size)
            {
                FtraceEntry entry = FtraceReader.Read(log.Span[at..], format);
                bool grows = !format.HasCounter || at == first || (entry.Timestamp > previous && entry.Timestamp - previous < 1 << 24);
                previous = entry.Timestamp;
                seen++;
                if (grows && IsKernelAddress(entry.Ip, format) && IsKernelAddress(entry.ParentIp, format) && IsCpu(entry, log.Span[at..], format)) good++;
            }
        }

        return seen == 0 ? 0 : good * 64 / seen;
    }

    /// <summary>Whether an address can be one of kernel text: the upper half, or what is left of a module's address since 7.1.</summary>
    public static bool IsKernelAddress(ulong address, in FtraceFormat format) => format.Writer.WordSize == 8
        ? (address | 1UL << 63) >> 48 >= 0xFF80 || (address >> 56 is >= 0xC0 and <= 0xC7)
        : address >= 0x40000000;

    private static bool IsCpu(FtraceEntry entry, ReadOnlySpan<byte> bytes, in FtraceFormat format)
    {
        // A field of its own is followed by padding on 64 bits.
        if (format.Cpu != CpuPlace.Field) return true;
        if (entry.Cpu >= 4096) return false;
        if (format.Writer.WordSize == 4) return true;
        return bytes.Slice(20, 4).IndexOfAnyExcept((byte)0) < 0;
    }

    /// <summary>ARM code is aligned to four bytes and leaves two bits of ip free; Thumb code leaves one.</summary>
    private static CpuPlace MaskOf(IReadOnlyList<ReadOnlyMemory<byte>> logs, in FtraceFormat usual)
    {
        FtraceFormat format = usual with { Cpu = CpuPlace.IpBits01 };
        foreach (ReadOnlyMemory<byte> log in logs)
        {
            int size = format.EntrySize;
            for (int at = log.Length % size; at + size <= log.Length; at += size)
                if ((FtraceReader.Read(log.Span[at..], format).ParentIp & 3) != 0) return CpuPlace.IpBit0;
        }

        return CpuPlace.IpBits01;
    }
}
