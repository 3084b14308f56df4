namespace Pstore.Blk;

/// <summary>
/// What pstore_zone is told about its store, in effect: bytes, after pstore_blk's own rounding of its parameters, which
/// are in KiB (fs/pstore/zone.c, register_pstore_zone; 5.8 to 7.3). 0 means no such zone.
/// </summary>
/// <param name="TotalSize">Bytes of the device that are used.</param>
/// <param name="KmsgSize">Bytes of one dmesg zone.</param>
/// <param name="PmsgSize">Bytes of the pmsg zone.</param>
/// <param name="ConsoleSize">Bytes of the console zone.</param>
/// <param name="FtraceSize">Bytes of all ftrace zones together.</param>
/// <param name="Cpus">nr_cpu_ids: there is an ftrace zone for each.</param>
public sealed record BlkParameters(long TotalSize, long KmsgSize, long PmsgSize, long ConsoleSize, long FtraceSize, int Cpus = 1);
