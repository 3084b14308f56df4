using System.Globalization;
using Pstore.Ram;

namespace PstoreAgent.Discovery;

/// <summary>One parameter of a candidate, so that all are compared and filled in by the same few lines.</summary>
/// <param name="Name">As the module parameter is called.</param>
/// <param name="Get">Its value; null where it isn't told.</param>
/// <param name="With">The candidate with another value.</param>
/// <param name="IsRounded">Whether the kernel rounds it down to a power of two, and some sources show it rounded.</param>
internal sealed record RegionParameter(
    string Name,
    Func<RegionCandidate, long?> Get,
    Func<RegionCandidate, long, RegionCandidate> With,
    bool IsRounded = false)
{
    public static readonly RegionParameter MemSize = new("mem_size", c => c.MemSize, (c, value) => c with { MemSize = value });

    /// <summary>All but the address.</summary>
    public static readonly IReadOnlyList<RegionParameter> All =
    [
        MemSize,
        new("record_size", c => c.RecordSize, (c, value) => c with { RecordSize = value }, IsRounded: true),
        new("console_size", c => c.ConsoleSize, (c, value) => c with { ConsoleSize = value }, IsRounded: true),
        new("ftrace_size", c => c.FtraceSize, (c, value) => c with { FtraceSize = value }, IsRounded: true),
        new("pmsg_size", c => c.PmsgSize, (c, value) => c with { PmsgSize = value }, IsRounded: true),
        new("ecc", c => c.Ecc, (c, value) => c with { Ecc = (int)value }),
        new("flags", c => c.Flags, (c, value) => c with { Flags = (uint)value }),
    ];

    /// <summary>"record_size 0x8000", "ecc 16".</summary>
    public string Text(long value) => value < 4096
        ? string.Create(CultureInfo.InvariantCulture, $"{Name} {value}")
        : string.Create(CultureInfo.InvariantCulture, $"{Name} 0x{value:x}");

    /// <summary>Whether two values mean different things to the kernel.</summary>
    public bool Differ(long one, long other) => IsRounded ? PowerOfTwo.RoundDown(one) != PowerOfTwo.RoundDown(other) : one != other;
}
