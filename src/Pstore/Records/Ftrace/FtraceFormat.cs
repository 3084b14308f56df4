namespace Pstore.Records;

/// <summary>
/// The shape of an ftrace entry (struct pstore_ftrace_record), in the writer's byte order.
/// <code>
/// 3.6–4.9  ulong ip, ulong parent_ip, u32 cpu       24 bytes (4 of padding), 12 on 32 bits, 8 with the CPU in ip
/// ≥ 4.10   ulong ip, ulong parent_ip, u64 ts        24 bytes, 16 on 32 bits
/// </code>
/// ts is a counter of events since boot, shifted left by 8 with the CPU below it, or plain with the CPU in ip.
/// </summary>
/// <param name="Writer">Byte order and word size.</param>
/// <param name="HasCounter">Whether there is a ts.</param>
/// <param name="Cpu">Where the CPU number is.</param>
public readonly record struct FtraceFormat(WriterFormat Writer, bool HasCounter, CpuPlace Cpu)
{
    /// <summary>Whether the low bits of ip hold the CPU.</summary>
    public bool CpuInIp => Cpu is CpuPlace.IpBit0 or CpuPlace.IpBits01;

    /// <summary>Bytes of an entry.</summary>
    public int EntrySize
    {
        get
        {
            int addresses = 2 * Writer.WordSize;
            if (HasCounter) return addresses + 8;
            return CpuInIp ? addresses : addresses + Writer.WordSize;
        }
    }

    /// <summary>The usual format of a kernel: without the CPU in ip.</summary>
    public static FtraceFormat For(WriterFormat writer, KernelVersion kernel)
    {
        bool counter = KernelChanges.StretchedZones.In(kernel);
        return new FtraceFormat(writer, counter, counter ? CpuPlace.Counter : CpuPlace.Field);
    }
}
