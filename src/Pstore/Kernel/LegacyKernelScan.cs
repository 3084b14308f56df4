using Pstore.Ram;
using Pstore.Records;

namespace Pstore.Kernel;

/// <summary>
/// The scan of kernels before 4.2: each read looks at one dmesg zone, and where that is empty at the next of console,
/// ftrace and pmsg. When those are used up, an empty dmesg zone ends the scan and hides the later ones.
/// Before 3.10 an empty console or ftrace zone, and in 3.5 any empty zone, ends it too.
/// </summary>
internal sealed class LegacyKernelScan(IReadOnlyList<AttachedZone> zones, KernelFiles files, KernelVersion reader)
    : KernelScan(zones, files, reader)
{
    public override void Run()
    {
        bool emptyEnds = !KernelChanges.EmptyZonesSkipped.In(Reader);
        bool dmesgOnly = !KernelChanges.ConsoleAndFtraceZones.In(Reader);
        var dmesg = new Queue<AttachedZone>(Zones(ZoneKind.Dmesg));
        var others = new Queue<AttachedZone>(
            new[] { ZoneKind.Console, ZoneKind.Ftrace, ZoneKind.Pmsg }.SelectMany(Zones));

        while (true)
        {
            if (dmesg.TryDequeue(out AttachedZone? next) && next.HasRecord)
            {
                if (!AddDmesg(next)) return;
                continue;
            }

            if (dmesgOnly) return;
            AttachedZone? other = null;
            while (others.TryDequeue(out AttachedZone? candidate))
            {
                if (!candidate.HasRecord && !emptyEnds) continue;
                other = candidate;
                break;
            }

            if (other is not { HasRecord: true } || !Files.Add(other, other.Log())) return;
        }
    }

    private bool AddDmesg(AttachedZone zone)
    {
        ReadOnlyMemory<byte> log = zone.Log();
        DmesgHeader header = default;
        if (KernelChanges.CompressedDmesg.In(Reader))
            DmesgHeader.TryParse(log.Span, signedSeconds: false, out header);
        return Files.AddDmesg(zone, log, header);
    }
}
