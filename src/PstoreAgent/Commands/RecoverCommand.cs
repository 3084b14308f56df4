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
        RecordSet records = RecordInput.Read(common);
        if (json) RecoverJson.Write(records, tail, output);
        else RecoverReport.Write(records, tail, output);
        return ExitCode.Ok;
    }
}
