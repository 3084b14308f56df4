namespace Pstore.Tests.Building;

/// <summary>The raw parameters, before any rounding the kernel does to them.</summary>
public sealed record RegionSetup
{
    public required KernelVersion Kernel { get; init; }

    public required int MemSize { get; init; }

    public int RecordSize { get; init; }

    public int ConsoleSize { get; init; }

    public int FtraceSize { get; init; }

    public int PmsgSize { get; init; }

    public int EccSize { get; init; }

    /// <summary>Bit 0 of the flags: one ftrace zone for each CPU.</summary>
    public bool FlagsPerCpu { get; init; }

    /// <summary>nr_cpu_ids.</summary>
    public int Cpus { get; init; } = 1;

    public bool BigEndian { get; init; }

    /// <summary>4 or 8.</summary>
    public int WordSize { get; init; } = 8;

    /// <summary>0, or 1 or 3 where the CPU number lies in the low bits of ip (32-bit ARM).</summary>
    public uint CpuInIpMask { get; init; }
}
