namespace Pstore.Blk.Probe;

/// <summary>Sizes that could have placed zones where headers were found.</summary>
/// <param name="Parameters">The sizes.</param>
internal sealed record BlkCandidate(BlkParameters Parameters)
{
    /// <summary>Bytes of one ftrace zone; 0 without any.</summary>
    public long Share => Parameters.FtraceSize == 0 || Parameters.Cpus <= 0 ? 0 : Parameters.FtraceSize / Parameters.Cpus;

    /// <summary>Where the ftrace zones begin.</summary>
    public long FtraceStart => Parameters.PmsgSize + Parameters.ConsoleSize;

    /// <summary>Where the dmesg zones begin: which may be before the sum of the sizes in front of them.</summary>
    public long DmesgStart => FtraceStart + (Share == 0 ? 0 : Parameters.FtraceSize / Share * Share);

    /// <summary>How many dmesg zones there are.</summary>
    public long DmesgCount => Parameters.KmsgSize == 0 ? 0 : (Parameters.TotalSize - FtraceStart - Parameters.FtraceSize) / Parameters.KmsgSize;

    /// <summary>Headers in their places.</summary>
    public int Explained { get; set; }

    /// <summary>Headers that are in no place of this layout.</summary>
    public int Unexplained { get; set; }

    /// <summary>Zones without a header in front of one that has it, though they are written in turn.</summary>
    public int Holes { get; set; }

    /// <summary>How well the headers fit; higher is better.</summary>
    public int Points { get; set; }
}
