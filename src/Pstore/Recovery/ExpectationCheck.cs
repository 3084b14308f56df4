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
        KnownParameters all = known.Or(expected.Parameters);
        ProbeResult probe = LayoutProbe.Find(bytes, all);
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
}
