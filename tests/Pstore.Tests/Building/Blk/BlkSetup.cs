namespace Pstore.Tests.Building.Blk;

/// <summary>A store of pstore_zone, and the machine that writes it. Sizes are bytes, in effect.</summary>
public sealed record BlkSetup
{
    public required KernelVersion Kernel { get; init; }

    public required int Total { get; init; }

    public int Kmsg { get; init; }

    public int Pmsg { get; init; }

    public int Console { get; init; }

    public int Ftrace { get; init; }

    /// <summary>nr_cpu_ids.</summary>
    public int Cpus { get; init; } = 1;

    public bool BigEndian { get; init; }

    /// <summary>4 or 8.</summary>
    public int WordSize { get; init; } = 8;

    /// <summary>Whether 64-bit integers are aligned to 4 bytes only.</summary>
    public bool IsI386 { get; init; }

    /// <summary>Bytes of struct psz_kmsg_header.</summary>
    public int KmsgHeaderSize => IsI386 ? 28 : 40;

    /// <summary>The machine as the writers of traces and packed dumps want it told.</summary>
    public RegionSetup Machine => new() { Kernel = Kernel, MemSize = Total, BigEndian = BigEndian, WordSize = WordSize, Cpus = Cpus };
}
