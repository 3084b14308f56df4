using Pstore.Recovery;
using Pstore.Text;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Sources;

/// <summary>From the options to the records.</summary>
internal static class RecordInput
{
    public static RecordSet Read(CommonOptions options) =>
        options.Image == null ? new LiveInput(options).Read() : ReadImage(options);

    /// <summary>The bytes of the ramoops region alone.</summary>
    public static RegionInput ReadRegion(CommonOptions options) => ReadRegion(options, out _);

    /// <summary>The bytes of the ramoops region alone, and how it was found on this machine; null for an image.</summary>
    public static RegionInput ReadRegion(CommonOptions options, out DiscoveryResult? discovery)
    {
        discovery = null;
        if (options.Image == null) return new LiveInput(options).ReadRegion(out discovery);
        StoreInput input = ImageInput.Read(options, DumpNote.Beside(options.Image), whole: false);
        return input as RegionInput
            ?? throw new AgentException(ExitCode.Data, $"{input.Snapshot.Name}: holds a store of {input.Snapshot.Format.Backend}, and this is for a ramoops region alone");
    }

    /// <summary>All bytes of every store that is found, and how they were found on this machine; null for an image.</summary>
    public static IReadOnlyList<StoreInput> ReadStores(CommonOptions options, out DiscoveryResult? discovery)
    {
        discovery = null;
        return options.Image == null
            ? new LiveInput(options).ReadStores(out discovery)
            : [ImageInput.Read(options, DumpNote.Beside(options.Image), whole: true)];
    }

    private static RecordSet ReadImage(CommonOptions options)
    {
        DumpNote? note = DumpNote.Beside(options.Image!);
        StoreInput input = ImageInput.Read(options, note, whole: false);
        RecoveredRegion region = input.Recover(options);
        if (note != null) region = region with { Records = Labelled(region, note, options) };
        var store = new StoreReading(input.Snapshot, region) { DriverBound = note?.DriverBound };
        return new RecordSet([new SourceReport(SourceKind.Image, input.Snapshot.Name)], [store], region) { DriverBound = note?.DriverBound };
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
