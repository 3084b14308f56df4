using Pstore.Ecc;
using Pstore.Ram;
using Pstore.Ram.Probe;

namespace Pstore.Recovery;

/// <summary>
/// Holds what the machine says of a region against the headers in it. Headers win: they were written by the kernel that
/// crashed, while the device tree or the command line may have been changed since.
/// </summary>
internal sealed class ExpectationCheck(ReadOnlyMemory<byte> bytes, KnownParameters known, ExpectedParameters expected)
{
    /// <summary>The parameters to read by, with a diagnostic where the headers don't confirm those that are expected.</summary>
    public KnownParameters Settle(out Diagnostic? diagnostic)
    {
        KnownParameters settled = SettleSizes(out ProbeResult probe, out diagnostic);
        if (known.EccSize != null || settled.EccSize is not { } ecc || probe.Layout == null || IsParity(ecc, probe, probe.Layout)) return settled;
        diagnostic = new Diagnostic(DiagnosticId.ExpectationContradicted, Severity.Warning,
            $"the zone headers were not written with ecc {ecc}, as {expected.Origin} says; the headers were followed");
        return settled with { EccSize = null };
    }

    private KnownParameters SettleSizes(out ProbeResult probe, out Diagnostic? diagnostic)
    {
        KnownParameters all = known.Or(expected.Parameters);
        probe = LayoutProbe.Find(bytes, all);
        diagnostic = null;
        if (probe.Layout != null && probe.Unexplained == 0) return all;

        KnownParameters without = known with { Running = all.Running, Cpus = all.Cpus };
        ProbeResult free = LayoutProbe.Find(bytes, without);
        if (free.Layout != null && free.Matched > probe.Matched)
        {
            diagnostic = new Diagnostic(DiagnosticId.ExpectationContradicted, Severity.Warning,
                $"the zone headers lie elsewhere than {expected.Origin} says; the headers were followed");
            return without;
        }

        if (probe.Layout == null && all.SizesComplete)
        {
            diagnostic = new Diagnostic(DiagnosticId.LayoutUnconfirmed, Severity.Warning,
                $"no zone header confirms the sizes of {expected.Origin}: the memory was lost, or no driver was ever bound");
        }

        return all;
    }

    /// <summary>
    /// Whether headers may have parities of this size. With the wrong size intact headers are "repaired" to nothing, so one whole
    /// header has to have it; where none is whole, nothing speaks against it.
    /// </summary>
    private bool IsParity(int ecc, ProbeResult probe, RamoopsLayout layout)
    {
        ReadOnlySpan<byte> region = bytes.Span[probe.Base..];
        if (ecc == 0) return LayoutProbe.FindEcc(region, layout) == 0;
        bool isAnyWhole = false;
        foreach (Zone zone in layout.Zones)
        {
            if (zone.End > region.Length) continue;
            ReadOnlySpan<byte> whole = region.Slice(zone.Offset, zone.Size);
            ZoneHeader header = ZoneHeader.Read(whole, probe.BigEndian);
            if (header.Signature != ZoneHeader.BaseSignature && (zone.Kind != ZoneKind.Ftrace || header.TraceKernel == null)) continue;
            if (EccProbe.HeaderMatches(whole, ecc)) return true;
            isAnyWhole = true;
        }

        return !isAnyWhole;
    }
}
