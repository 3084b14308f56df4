using Pstore.Ecc;
using Pstore.Ram;
using Pstore.Recovery;

namespace Pstore.Kernel;

/// <summary>
/// What the pstore file system of a given kernel shows of a region, byte for byte, with its mistakes
/// (ramoops_probe, ramoops_pstore_read, pstore_get_backend_records, decompress_record; 3.5 to 7.3).
/// </summary>
public static class KernelView
{
    /// <summary>Reads a region as one kernel version does.</summary>
    public static KernelViewResult Read(ReadOnlyMemory<byte> region, RamoopsParameters parameters, KernelViewOptions options)
    {
        LayoutResult laidOut = RamoopsLayout.Compute(parameters, options.Reader);
        if (laidOut.Layout is not { } layout) return new KernelViewResult(options.Reader, [], null, laidOut.Error, []);

        layout = ZoneShift.Apply(region.Span, layout, options.Reader, options.BigEndian);
        ReedSolomonRules rules = ReedSolomonRulesOf.Kernel(options.Reader);
        var zones = new List<AttachedZone>(layout.Zones.Count);
        foreach (Zone zone in layout.Zones)
            zones.Add(AttachedZone.Attach(region, zone, ZoneHeader.ExpectedSignature(zone.Kind, options.Reader), options.BigEndian, rules));

        int wordSize = options.WordSize ?? TraceRecovery.WordSize(zones, options.BigEndian, options.Writer) ?? 8;
        var files = new KernelFiles(layout, options, new WriterFormat(options.BigEndian, wordSize));
        KernelScan scan = KernelChanges.HeaderlessDmesgDropped.In(options.Reader)
            ? new KernelScan(zones, files, options.Reader)
            : new LegacyKernelScan(zones, files, options.Reader);
        scan.Run();
        return new KernelViewResult(options.Reader, files.Files, layout, null, files.Diagnostics);
    }
}
