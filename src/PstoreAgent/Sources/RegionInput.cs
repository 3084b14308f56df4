using Pstore.Ram.Probe;
using Pstore.Recovery;
using PstoreAgent.CommandLine;

namespace PstoreAgent.Sources;

/// <summary>From the options to the bytes, and to what is known of them.</summary>
internal static class RegionInput
{
    public static Snapshot Open(CommonOptions options)
    {
        if (options.Image == null)
        {
            throw new AgentException(ExitCode.Unavailable,
                "no region: name an image with --image FILE (reading a live region is not part of this version)");
        }

        return ImageSource.Read(options.Image, options.Offset, options.MemSize);
    }

    public static KnownParameters Known(CommonOptions options) => new(
        options.MemSize, options.RecordSize, options.ConsoleSize, options.FtraceSize, options.PmsgSize,
        options.Ecc, options.Flags, options.Cpus, options.Kernel, options.BigEndian);

    public static RecoveredRegion Recover(Snapshot snapshot, CommonOptions options) =>
        RegionRecovery.Recover(snapshot.Bytes, new RecoveryOptions(Known(options), options.WordSize));
}
