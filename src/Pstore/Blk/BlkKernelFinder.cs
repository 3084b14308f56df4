using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Recovery;
using Pstore.Text;

namespace Pstore.Blk;

/// <summary>Finds the kernel that wrote a store: named by the user, or by what it logged. No signature has its version.</summary>
internal static class BlkKernelFinder
{
    public static KernelFinding Find(IReadOnlyList<AttachedZone> zones, KmsgHeaderLayout headers, bool bigEndian, KnownBlkParameters known)
    {
        if (known.Kernel is { } given) return new KernelFinding(given, Certainty.Given, "given");
        foreach (ZoneKind kind in (ZoneKind[])[ZoneKind.Console, ZoneKind.Dmesg])
        {
            foreach (AttachedZone zone in zones)
            {
                if (zone.Zone.Kind == kind && zone.HasRecord && BannerText.TryFindKernel(TextOf(zone, headers, bigEndian).Span, out KernelVersion found))
                    return new KernelFinding(found, Certainty.Found, $"the log text in {zone.Zone.Name}");
            }
        }

        return known.Running is { } running
            ? new KernelFinding(running, Certainty.Guessed, "the running kernel")
            : new KernelFinding(KernelVersion.NewestKnown, Certainty.Guessed, "the newest known");
    }

    private static ReadOnlyMemory<byte> TextOf(AttachedZone zone, KmsgHeaderLayout headers, bool bigEndian)
    {
        ReadOnlyMemory<byte> log = zone.Log();
        if (zone.Zone.Kind != ZoneKind.Dmesg) return log;
        if (log.Length <= headers.Size || !KmsgHeader.HasMagic(log.Span, bigEndian)) return default;
        KmsgHeader header = KmsgHeader.Read(log.Span, headers, bigEndian);
        return new KmsgPayload(new UnpackBudget()).Read(log[headers.Size..], header, zone.Zone.Size, endKnown: true).Text;
    }
}
