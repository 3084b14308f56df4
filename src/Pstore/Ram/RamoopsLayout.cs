namespace Pstore.Ram;

/// <summary>Which zone lies where in a region: what ramoops_probe of one kernel version makes of its parameters.</summary>
/// <param name="Parameters">The parameters after the kernel's rounding.</param>
/// <param name="Rules">The rules that were followed.</param>
/// <param name="Zones">The zones in the order of their offsets.</param>
public sealed record RamoopsLayout(RamoopsParameters Parameters, LayoutRules Rules, IReadOnlyList<Zone> Zones) : ZoneLayout(Zones)
{
    /// <inheritdoc/>
    public override ZoneFormat Format => ZoneFormat.Ramoops;

    /// <inheritdoc/>
    public override long Size => Parameters.MemSize;

    /// <inheritdoc/>
    public override IReadOnlyList<LayoutParameter> Named =>
    [
        new("mem_size", Parameters.MemSize),
        new("record_size", Parameters.RecordSize, ZoneKind.Dmesg),
        new("console_size", Parameters.ConsoleSize, ZoneKind.Console),
        new("pmsg_size", Parameters.PmsgSize, ZoneKind.Pmsg),
        new("ftrace_size", Parameters.FtraceSize, ZoneKind.Ftrace),
        new("ecc", Parameters.EccSize),
        new("flags", Parameters.Flags),
        new("cpus", Parameters.Cpus),
    ];

    /// <summary>Places the zones as <paramref name="kernel"/> does.</summary>
    public static LayoutResult Compute(RamoopsParameters parameters, KernelVersion kernel) =>
        Compute(parameters, LayoutRules.For(kernel));

    /// <summary>Places the zones by <paramref name="rules"/>. Impossible parameters give the error that names the failing sum.</summary>
    public static LayoutResult Compute(RamoopsParameters parameters, LayoutRules rules) =>
        new LayoutBuilder(Effective(parameters, rules), rules).Build();

    /// <summary>The parameters after rounding: each zone size is rounded down to a power of two, zones that the kernel doesn't know are dropped.</summary>
    private static RamoopsParameters Effective(RamoopsParameters given, LayoutRules rules) => given with
    {
        MemSize = rules.MemSizeRounded ? PowerOfTwo.RoundDown(given.MemSize) : given.MemSize,
        RecordSize = PowerOfTwo.RoundDown(given.RecordSize),
        ConsoleSize = rules.ConsoleAndFtrace ? PowerOfTwo.RoundDown(given.ConsoleSize) : 0,
        FtraceSize = rules.ConsoleAndFtrace ? PowerOfTwo.RoundDown(given.FtraceSize) : 0,
        PmsgSize = rules.Pmsg ? PowerOfTwo.RoundDown(given.PmsgSize) : 0,
    };
}
