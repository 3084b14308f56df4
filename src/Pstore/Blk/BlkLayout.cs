using Pstore.Ram;

namespace Pstore.Blk;

/// <summary>Which zone lies where in a store: what psz_alloc_zones makes of its parameters (fs/pstore/zone.c, 5.8 to 7.3).</summary>
/// <param name="Parameters">The parameters.</param>
/// <param name="Zones">The zones in the order of their offsets: pmsg, console, ftrace, dmesg.</param>
public sealed record BlkLayout(BlkParameters Parameters, IReadOnlyList<Zone> Zones) : ZoneLayout(Zones)
{
    /// <inheritdoc/>
    public override ZoneFormat Format => ZoneFormat.Blk;

    /// <inheritdoc/>
    public override long Size => Parameters.TotalSize;

    /// <inheritdoc/>
    public override IReadOnlyList<LayoutParameter> Named =>
    [
        new("total_size", Parameters.TotalSize),
        new("kmsg_size", Parameters.KmsgSize, ZoneKind.Dmesg),
        new("pmsg_size", Parameters.PmsgSize, ZoneKind.Pmsg),
        new("console_size", Parameters.ConsoleSize, ZoneKind.Console),
        new("ftrace_size", Parameters.FtraceSize, ZoneKind.Ftrace),
        new("cpus", Parameters.Cpus),
    ];

    /// <summary>Places the zones. What the kernel would refuse gives the error that names it.</summary>
    public static BlkLayoutResult Compute(BlkParameters parameters) => new BlkLayoutBuilder(parameters).Build();
}
