using Pstore.Ram;
using Pstore.Records;

namespace Pstore.Kernel;

/// <summary>
/// The order in which kernels from 4.2 read their zones: all dmesg zones first, those without a header line dropped
/// (and cleared in memory), then console, pmsg, ftrace; before 4.10 console, ftrace, pmsg.
/// </summary>
internal class KernelScan(IReadOnlyList<AttachedZone> zones, KernelFiles files, KernelVersion reader)
{
    protected KernelFiles Files { get; } = files;

    protected KernelVersion Reader { get; } = reader;

    public virtual void Run()
    {
        foreach (AttachedZone zone in Zones(ZoneKind.Dmesg))
        {
            if (!zone.HasRecord) continue;
            ReadOnlyMemory<byte> log = zone.Log();
            if (!DmesgHeader.TryParse(log.Span, KernelChanges.SignedHeaderTime.In(Reader), out DmesgHeader header))
            {
                Files.NoteDropped(zone);
                continue;
            }

            if (!Files.AddDmesg(zone, log, header)) return;
        }

        bool ftraceLast = KernelChanges.StretchedZones.In(Reader);
        if (!AddSimple(ZoneKind.Console)) return;
        if (!ftraceLast && !AddSimple(ZoneKind.Ftrace)) return;
        if (!AddSimple(ZoneKind.Pmsg)) return;
        if (ftraceLast) Files.AddFtrace(Zones(ZoneKind.Ftrace).Where(zone => zone.HasRecord).ToList());
    }

    protected IEnumerable<AttachedZone> Zones(ZoneKind kind) => zones.Where(zone => zone.Zone.Kind == kind);

    private bool AddSimple(ZoneKind kind)
    {
        AttachedZone? zone = Zones(kind).FirstOrDefault();
        return zone is not { HasRecord: true } || Files.Add(zone, zone.Log());
    }
}
