namespace Pstore.Blk.Probe;

/// <summary>How the room for traces may be split.</summary>
/// <param name="Size">ftrace_size.</param>
/// <param name="Cpus">nr_cpu_ids.</param>
internal sealed record FtraceSplit(long Size, int Cpus);
