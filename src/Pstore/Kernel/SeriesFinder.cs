using Pstore.Ecc;
using Pstore.Ram;

namespace Pstore.Kernel;

/// <summary>Settles "X.Y": the sublevel in a region's ftrace signature where that is of the series, else the newest.</summary>
public static class SeriesFinder
{
    /// <summary>Looks at the ftrace zones where any release of the series would have put them: backports move them.</summary>
    public static KernelVersion Find(ReadOnlySpan<byte> region, RamoopsParameters parameters, KernelVersion series, bool bigEndian)
    {
        Span<byte> header = stackalloc byte[Limits.ZoneHeaderSize];
        foreach (int sublevel in (int[])[KernelVersion.NewestSublevel, 0])
        {
            RamoopsLayout? layout = RamoopsLayout.Compute(parameters, series with { Sublevel = sublevel }).Layout;
            if (layout == null) continue;
            layout = ZoneShift.Apply(region, layout, series, bigEndian);
            foreach (Zone zone in layout.Of(ZoneKind.Ftrace))
            {
                if (zone.End > region.Length) continue;
                ZoneEcc.RepairHeader(region.Slice(zone.Offset, zone.Size), zone.Ecc, ReedSolomonRules.Strict, header);
                if (ZoneHeader.Read(header, bigEndian).TraceKernel is { } found && found.SameSeries(series)) return found;
            }
        }

        return series;
    }
}
