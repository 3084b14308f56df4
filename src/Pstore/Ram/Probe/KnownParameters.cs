namespace Pstore.Ram.Probe;

/// <summary>Parameters that are known beforehand, as raw values; null: to be found from the bytes.</summary>
/// <param name="MemSize">Bytes of the region.</param>
/// <param name="RecordSize">Bytes of a dmesg record.</param>
/// <param name="ConsoleSize">Bytes of the console zone.</param>
/// <param name="FtraceSize">Bytes of all ftrace zones.</param>
/// <param name="PmsgSize">Bytes of the pmsg zone.</param>
/// <param name="EccSize">Parity bytes a block.</param>
/// <param name="Flags">Bit 0: an ftrace zone for each CPU.</param>
/// <param name="Cpus">nr_cpu_ids.</param>
/// <param name="Kernel">The kernel that wrote the region.</param>
/// <param name="BigEndian">Byte order.</param>
/// <param name="Running">The kernel of the machine that reads: its rules are taken where nothing else settles them.</param>
public sealed record KnownParameters(
    long? MemSize = null,
    long? RecordSize = null,
    long? ConsoleSize = null,
    long? FtraceSize = null,
    long? PmsgSize = null,
    int? EccSize = null,
    uint? Flags = null,
    int? Cpus = null,
    KernelVersion? Kernel = null,
    bool? BigEndian = null,
    KernelVersion? Running = null)
{
    /// <summary>Whether all sizes of zones are known, so that a layout can be computed without any header.</summary>
    public bool SizesComplete => RecordSize != null && ConsoleSize != null && FtraceSize != null && PmsgSize != null;

    /// <summary>These, and from <paramref name="other"/> what these leave open.</summary>
    public KnownParameters Or(KnownParameters other) => new(
        MemSize ?? other.MemSize, RecordSize ?? other.RecordSize, ConsoleSize ?? other.ConsoleSize, FtraceSize ?? other.FtraceSize,
        PmsgSize ?? other.PmsgSize, EccSize ?? other.EccSize, Flags ?? other.Flags, Cpus ?? other.Cpus,
        Kernel ?? other.Kernel, BigEndian ?? other.BigEndian, Running ?? other.Running);
}
