using Pstore.Ecc;
using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Text;

namespace Pstore.Recovery;

/// <summary>Finds the kernel that wrote a region: named by the user, by an ftrace signature, or by what it logged.</summary>
internal static class KernelFinder
{
    public static KernelFinding Find(ReadOnlyMemory<byte> region, ProbeResult probe, KnownParameters known)
    {
        if (known.Kernel is { } given)
        {
            return given.IsSeries && probe.FtraceKernel is { } trace && trace.SameSeries(given)
                ? new KernelFinding(trace, Certainty.Found, "the ftrace signature, within the series given")
                : new KernelFinding(given, Certainty.Given, "given");
        }

        if (probe.FtraceKernel is { } signature) return new KernelFinding(signature, Certainty.Found, "the ftrace signature");
        foreach (ZoneKind kind in (ZoneKind[])[ZoneKind.Console, ZoneKind.Dmesg])
        {
            foreach (Zone zone in probe.Layout!.Of(kind))
            {
                AttachedZone attached = AttachedZone.Attach(region, zone, ZoneHeader.BaseSignature, probe.BigEndian, ReedSolomonRules.Strict);
                if (attached.HasRecord && TryFindIn(attached, out KernelVersion found))
                    return new KernelFinding(found, Certainty.Found, $"the log text in {zone.Name}");
            }
        }

        if (known.Running is { } running && LayoutEras.Fits(probe.Layout!, running))
            return new KernelFinding(running, Certainty.Guessed, "the running kernel");
        return new KernelFinding(LayoutEras.NewestThatFits(probe.Layout!), Certainty.Guessed, "whose layout rules fit");
    }

    private static bool TryFindIn(AttachedZone zone, out KernelVersion version)
    {
        ReadOnlyMemory<byte> log = zone.Log();
        if (zone.Zone.Kind == ZoneKind.Dmesg && new DumpReader(log, zone.Zone.Size, endKnown: true, new UnpackBudget()).TryRead(0, out Dump dump))
            log = dump.Text;
        return BannerText.TryFindKernel(log.Span, out version);
    }
}
