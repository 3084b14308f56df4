using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Output;
using PstoreAgent.Reports;
using PstoreAgent.Sources;

namespace PstoreAgent.Commands;

/// <summary>Says what crashed and what was found where.</summary>
internal sealed class RecoverCommand(CommonOptions common, bool json, int tail)
{
    public int Run(StandardOutput output)
    {
        Snapshot snapshot = RegionInput.Open(common);
        RecoveredRegion region = RegionInput.Recover(snapshot, common);
        if (json) RecoverJson.Write(snapshot, region, tail, output);
        else RecoverReport.Write(snapshot, region, tail, output);
        return ExitCode.Ok;
    }
}
