using Pstore.Ram.Probe;
using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Sources;

/// <summary>A ramoops region.</summary>
/// <param name="Snapshot">The bytes.</param>
/// <param name="Known">What the user says.</param>
/// <param name="Expected">What the machine or the file beside the image says, or null.</param>
internal sealed record RegionInput(Snapshot Snapshot, KnownParameters Known, ExpectedParameters? Expected) : StoreInput(Snapshot)
{
    /// <summary>All that is known, where somebody wants it without looking at headers.</summary>
    public KnownParameters All => Expected == null ? Known : Known.Or(Expected.Parameters);

    public static RegionInput Live(Snapshot snapshot, DiscoveryResult discovery, CommonOptions options)
    {
        RegionCandidate chosen = discovery.Chosen!;
        Machine machine = discovery.Machine;
        KnownParameters known = Said(options) with { MemSize = chosen.MemSize, Running = machine.RunningKernel?.Version };
        return new RegionInput(snapshot, known, new ExpectedParameters(chosen.ToKnown(null), chosen.Origin));
    }

    public static RegionInput Image(Snapshot snapshot, CommonOptions options, DumpNote? note)
    {
        KnownParameters said = Said(options);
        if (options.DtbFile != null && RegionDiscovery.Find(options with { ProbeReference = false }).Chosen is { } node)
            return new RegionInput(snapshot, said, new ExpectedParameters(node.ToKnown(null) with { MemSize = null }, node.Origin));
        return new RegionInput(snapshot, said, note?.Expected);
    }

    public override RecoveredRegion Recover(CommonOptions options) =>
        RegionRecovery.Recover(Snapshot.Bytes, new RecoveryOptions(Known, options.WordSize, Expected));

    private static KnownParameters Said(CommonOptions options) => new(
        options.MemSize, options.RecordSize, options.ConsoleSize, options.FtraceSize, options.PmsgSize,
        options.Ecc, options.Flags, options.Cpus, options.Kernel, options.BigEndian);
}
