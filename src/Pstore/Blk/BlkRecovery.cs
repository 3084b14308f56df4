using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Recovery;

namespace Pstore.Blk;

/// <summary>
/// The fuller view of a store: all that the kernel shows, and what it throws away, each marked with how it was found.
/// No content makes it throw.
/// </summary>
public static class BlkRecovery
{
    /// <summary>Reads a store that is wholly in memory.</summary>
    public static RecoveredRegion Recover(ReadOnlyMemory<byte> store, BlkRecoveryOptions options)
    {
        var scan = new BlkScan(store.Length);
        scan.Add(store.Span, 0);
        return Recover(store, BlkProbe.Find(scan.Hits, store.Length, options.Known), options);
    }

    /// <summary>Reads a store whose layout is known. Of zones that are not in use (<see cref="BlkZones.IsInUse"/>) only the first bytes are looked at.</summary>
    public static RecoveredRegion Recover(ReadOnlyMemory<byte> store, BlkProbeResult probe, BlkRecoveryOptions options)
    {
        var diagnostics = new List<Diagnostic>(probe.Diagnostics);
        if (probe.Layout is not { } layout)
            return RecoveredRegion.Nothing with { Certainties = probe.Certainties, Writer = new WriterFormat(probe.BigEndian, 8), Diagnostics = diagnostics };

        var zones = new List<AttachedZone>(layout.Zones.Count);
        var used = new List<AttachedZone>();
        foreach (Zone zone in layout.Zones)
        {
            AttachedZone attached = BlkAttachment.Attach(store, zone, probe.BigEndian, options.Bad);
            zones.Add(attached);
            if (attached.State is not (ZoneState.Unused or ZoneState.BadBlock or ZoneState.OutsideImage)) used.Add(attached);
        }

        NoteMissing(zones, ZoneState.BadBlock, DiagnosticId.BadBlock, "in bad blocks of the flash", diagnostics);
        NoteMissing(zones, ZoneState.OutsideImage, DiagnosticId.ZoneOutsideImage, "behind the end of the image", diagnostics);

        KmsgHeaderLayout headers = KmsgHeaderProbe.Find(used, probe.BigEndian, options.WordSize);
        KernelFinding kernel = BlkKernelFinder.Find(used, headers, probe.BigEndian, options.Known);
        if (kernel.Certainty == Certainty.Guessed)
            diagnostics.Add(new Diagnostic(DiagnosticId.KernelAssumed, Severity.Note, $"nothing names the kernel that wrote this; read as {kernel.Version}; name it with --kernel if you know it"));

        var writer = new WriterFormat(probe.BigEndian, options.WordSize ?? BlkWriter.WordSize(used, headers, probe.BigEndian, kernel.Version));
        var collector = new RecordCollector(diagnostics);
        if (BlkAttachment.FindFailing(used) is { } failing) NoteFailing(failing, collector);
        List<RecoveredRecord> records = new ZoneRecovery(
            used, layout.Format, new KmsgDumps(collector, headers, probe.BigEndian), kernel.Version, writer, collector).Run();
        return new RecoveredRegion(0, layout, probe.Certainties, writer, kernel, zones, records, diagnostics);
    }

    private static void NoteFailing(AttachedZone zone, RecordCollector collector)
    {
        collector.EndScan();
        collector.Note(zone, DiagnosticId.RecoveryFails, Severity.Warning, "start is larger than datalen: on that the kernel's recovery of the whole store fails, and it shows nothing");
    }

    /// <summary>One line for all zones that can't be read: there may be thousands.</summary>
    private static void NoteMissing(List<AttachedZone> zones, ZoneState state, DiagnosticId id, string where, List<Diagnostic> diagnostics)
    {
        List<AttachedZone> missing = zones.FindAll(zone => zone.State == state);
        if (missing.Count == 0) return;
        diagnostics.Add(new Diagnostic(id, Severity.Warning, missing.Count == 1 ? $"1 zone lies {where}" : $"{missing.Count} zones lie {where}", missing[0].Zone.Name, missing[0].Zone.Offset));
    }
}
