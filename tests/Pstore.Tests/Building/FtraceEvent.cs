namespace Pstore.Tests.Building;

/// <summary>One traced call as written: <paramref name="Ip"/> without any CPU bits; <paramref name="Stamp"/> means nothing before 4.10.</summary>
public sealed record FtraceEvent(int Boot, int Zone, int Cpu, ulong Ip, ulong ParentIp, ulong Stamp);
