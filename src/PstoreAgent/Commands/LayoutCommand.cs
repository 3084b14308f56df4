using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Output;
using PstoreAgent.Reports;
using PstoreAgent.Sources;

namespace PstoreAgent.Commands;

/// <summary>Shows the zone map.</summary>
internal sealed class LayoutCommand(CommonOptions common, bool json)
{
    public int Run(StandardOutput output)
    {
        Snapshot snapshot = RegionInput.Open(common);
        RecoveredRegion region = RegionInput.Recover(snapshot, common);
        if (json) LayoutJson.Write(snapshot, region, output);
        else LayoutTable.Write(snapshot, region, output);
        return ExitCode.Ok;
    }
}
