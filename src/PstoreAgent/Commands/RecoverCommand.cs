using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Output;
using PstoreAgent.Reports;
using PstoreAgent.Sources;

namespace PstoreAgent.Commands;

/// <summary>Says what crashed and what was found where.</summary>
internal sealed class RecoverCommand(CommonOptions common, bool json, int tail, bool exitCode)
{
    public int Run(StandardOutput output)
    {
        RecordSet records = RecordInput.Read(common);
        IReadOnlyList<RecoveredRecord> telling = records.LastBoot.Records;
        Crash? crash = Crash.Find(telling, tail);
        var findings = new RecoverFindings(LastBoot.Judge(records), crash, Heartbeat.Find(telling, crash));
        if (json) RecoverJson.Write(records, findings, output);
        else RecoverReport.Write(records, findings, output);
        return exitCode && findings.HasCrash ? ExitCode.Found : ExitCode.Ok;
    }
}
