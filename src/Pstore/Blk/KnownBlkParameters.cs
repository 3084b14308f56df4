namespace Pstore.Blk;

/// <summary>What is known of a store beforehand; null where nothing tells.</summary>
/// <param name="TotalSize">Bytes of the device that are used.</param>
/// <param name="KmsgSize">Bytes of one dmesg zone.</param>
/// <param name="PmsgSize">Bytes of the pmsg zone; 0 for none.</param>
/// <param name="ConsoleSize">Bytes of the console zone; 0 for none.</param>
/// <param name="FtraceSize">Bytes of all ftrace zones; 0 for none.</param>
/// <param name="Cpus">nr_cpu_ids.</param>
/// <param name="Kernel">The kernel that wrote it.</param>
/// <param name="BigEndian">Byte order of the writer.</param>
/// <param name="Running">The kernel of the machine that reads: taken where nothing else tells.</param>
public sealed record KnownBlkParameters(
    long? TotalSize = null,
    long? KmsgSize = null,
    long? PmsgSize = null,
    long? ConsoleSize = null,
    long? FtraceSize = null,
    int? Cpus = null,
    KernelVersion? Kernel = null,
    bool? BigEndian = null,
    KernelVersion? Running = null)
{
    /// <summary>Whether the layout can be computed without looking at headers.</summary>
    public bool IsComplete => KmsgSize != null && PmsgSize != null && ConsoleSize != null && FtraceSize != null && (Cpus != null || FtraceSize == 0);

    /// <summary>The parameters, where they are complete.</summary>
    /// <param name="total">Bytes of the store, where nothing else tells them.</param>
    public BlkParameters ToParameters(long total) =>
        new(TotalSize ?? total, KmsgSize!.Value, PmsgSize!.Value, ConsoleSize!.Value, FtraceSize!.Value, Cpus ?? 1);

    /// <summary>These, and where nothing is known those of <paramref name="other"/>.</summary>
    public KnownBlkParameters Or(KnownBlkParameters other) => new(
        TotalSize ?? other.TotalSize, KmsgSize ?? other.KmsgSize, PmsgSize ?? other.PmsgSize, ConsoleSize ?? other.ConsoleSize,
        FtraceSize ?? other.FtraceSize, Cpus ?? other.Cpus, Kernel ?? other.Kernel, BigEndian ?? other.BigEndian, Running ?? other.Running);
}
