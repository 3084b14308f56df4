using Pstore.Kernel;
using Pstore.Ram;

namespace Pstore.Blk;

/// <summary>
/// What the pstore file system of a given kernel shows of a store, byte for byte (psz_recovery and psz_pstore_read in
/// fs/pstore/zone.c, decompress_record; 5.8 to 7.3).
/// </summary>
public static class BlkKernelView
{
    /// <summary>Reads a store as one kernel version does.</summary>
    /// <param name="store">The store.</param>
    /// <param name="parameters">Its sizes; of the total the part that this kernel uses is taken.</param>
    /// <param name="options">Who reads. The version that wrote says nothing but how a trace looks.</param>
    /// <param name="bad">Bad erase blocks of a flash.</param>
    public static KernelViewResult Read(
        ReadOnlyMemory<byte> store, BlkParameters parameters, KernelViewOptions options, IReadOnlyList<BlkBadRange>? bad = null)
    {
        if (!KernelChanges.BlockStores.In(options.Reader))
        {
            return new KernelViewResult(options.Reader, [], null, new Diagnostic(
                DiagnosticId.BackendUnknown, Severity.Error, $"{options.Reader} has no pstore_blk: it came with 5.8"), []);
        }

        BlkLayoutResult laidOut = BlkLayout.Compute(parameters with { TotalSize = BlkSizes.Used(parameters.TotalSize, options.Reader) });
        if (laidOut.Layout is not { } layout) return new KernelViewResult(options.Reader, [], null, laidOut.Error, []);

        var zones = new List<AttachedZone>(layout.Zones.Count);
        foreach (Zone zone in layout.Zones) zones.Add(BlkAttachment.Attach(store, zone, options.BigEndian, bad));
        KmsgHeaderLayout headers = KmsgHeaderProbe.Find(zones, options.BigEndian, options.WordSize);
        int wordSize = options.WordSize ?? BlkWriter.WordSize(zones, headers, options.BigEndian, options.Writer);
        var scan = new BlkKernelScan(zones, headers, options, new WriterFormat(options.BigEndian, wordSize));
        scan.Run();
        return new KernelViewResult(options.Reader, scan.Files, layout, null, scan.Diagnostics);
    }
}
