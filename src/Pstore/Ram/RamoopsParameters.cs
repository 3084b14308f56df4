namespace Pstore.Ram;

/// <summary>
/// What ramoops is told about its region, as in module parameters or the device tree (fs/pstore/ram.c, ramoops_probe).
/// Sizes are bytes, raw: the kernel's rounding is applied by <see cref="RamoopsLayout"/>. 0 means no such zone.
/// </summary>
/// <param name="MemSize">Bytes of the whole region.</param>
/// <param name="RecordSize">Bytes of one dmesg record.</param>
/// <param name="ConsoleSize">Bytes of the console zone.</param>
/// <param name="FtraceSize">Bytes of all ftrace zones together.</param>
/// <param name="PmsgSize">Bytes of the pmsg zone.</param>
/// <param name="EccSize">Parity bytes for each block of 128; 0 for none.</param>
/// <param name="Flags">Bit 0: one ftrace zone for each CPU (kernels from 4.10).</param>
/// <param name="Cpus">nr_cpu_ids: one more than the highest possible CPU number.</param>
public sealed record RamoopsParameters(
    long MemSize,
    long RecordSize,
    long ConsoleSize,
    long FtraceSize,
    long PmsgSize,
    int EccSize = 0,
    uint Flags = 0,
    int Cpus = 1)
{
    /// <summary>Whether bit 0 of the flags asks for one ftrace zone for each CPU.</summary>
    public bool FtracePerCpu => (Flags & 1) != 0;
}
