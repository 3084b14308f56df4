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
        RecordSet records = RecordInput.Read(common);
        if (json) LayoutJson.Write(records, output);
        else LayoutTable.Write(records, output);
        return ExitCode.Ok;
    }
}
