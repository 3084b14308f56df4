namespace Pstore.Records;

/// <summary>One traced call.</summary>
/// <param name="Ip">The function called, as stored (with the CPU's bits on 32-bit ARM).</param>
/// <param name="ParentIp">Where it was called.</param>
/// <param name="Timestamp">The counter by which zones are merged; 0 before 4.10.</param>
/// <param name="Cpu">CPU number.</param>
public readonly record struct FtraceEntry(ulong Ip, ulong ParentIp, ulong Timestamp, uint Cpu);
