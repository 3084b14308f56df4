using Pstore.Recovery;
using Pstore.Text;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Sources.Images;

namespace PstoreAgent.Sources;

/// <summary>From the options to the records.</summary>
internal static class RecordInput
{
    public static RecordSet Read(CommonOptions options) =>
        options.Image == null ? new LiveInput(options).Read() : ReadImage(options);

    /// <summary>The bytes of the region alone.</summary>
    public static RegionInput ReadRegion(CommonOptions options) => ReadRegion(options, out _);

    /// <summary>The bytes of the region alone, and how it was found on this machine; null for an image.</summary>
    public static RegionInput ReadRegion(CommonOptions options, out DiscoveryResult? discovery)
    {
        discovery = null;
        if (options.Image == null) return new LiveInput(options).ReadRegion(out discovery);
        Snapshot snapshot = ImageSource.Read(options.Image, options.Offset, options.MemSize);
        return RegionInput.Image(snapshot, options, DumpNote.Beside(options.Image));
    }

    private static RecordSet ReadImage(CommonOptions options)
    {
        DumpNote? note = DumpNote.Beside(options.Image!);
        Snapshot snapshot = ImageSource.Read(options.Image!, options.Offset, options.MemSize) with { Address = note?.Address };
        RecoveredRegion region = RegionInput.Image(snapshot, options, note).Recover(options);
        if (note != null) region = region with { Records = Labelled(region, note, options) };
        return new RecordSet([new SourceReport(SourceKind.Image, snapshot.Name)], snapshot, region) { DriverBound = note?.DriverBound };
    }

    /// <summary>Boots as the boot that took the dump sees them; its own log helps as long as it is still running.</summary>
    private static List<RecoveredRecord> Labelled(RecoveredRegion region, DumpNote note, CommonOptions options)
    {
        var machine = new Machine(new MachineRoot(options.Root));
        byte[] log = note.BootId != null && note.BootId == machine.BootId ? machine.KernelLogText : [];
        List<RecoveredRecord> marked = RecordMerge.Merge(region.Records, [], note.DriverBound);
        return new BootLabels(note.DriverBound, new LogFingerprint(log)).Apply(marked);
    }
}
