using Pstore.Ram;
using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Control.CrashTests;
using PstoreAgent.Output;
using PstoreAgent.Sources;

namespace PstoreAgent.Commands;

/// <summary>Says what came through of a crash test.</summary>
internal sealed class CrashCheckCommand(CommonOptions common, string? nonce)
{
    public int Run(StandardOutput output)
    {
        RecoveredRegion region = RecordInput.Read(common).Region;
        CrashMark mark = Find(region) ?? throw new AgentException(ExitCode.NoInput,
            $"no record has the mark of a crash test{(nonce == null ? "" : $" with the nonce {TerminalText.OneLine(nonce)}")}: none was made, or nothing came through; pstore-agent recover shows what there is");
        output.Line($"{"Test",-9}{mark.Nonce}, {mark.Kind.Name()}");
        output.Line();
        output.Line("Record   State    Where");
        List<CrashFinding> findings = CrashFinding.Find(region, mark);
        foreach (CrashFinding finding in findings)
        {
            string where = finding.Record == null ? finding.Remark : $"{finding.Record.Name}{(finding.Remark.Length == 0 ? "" : ", ")}{finding.Remark}";
            output.Line($"{finding.Kind.Name(),-9}{finding.State,-9}{where}".TrimEnd());
        }

        bool passed = mark.Expected.All(kind => findings.Exists(finding => finding.Kind == kind && finding.State == CrashFinding.Whole));
        output.Line();
        output.Line(passed ? "Everything that was expected came through whole." : "Not everything came through.");
        return passed ? ExitCode.Ok : ExitCode.Data;
    }

    /// <summary>The mark of the last test: pmsg and the boot before come first, a dump may be older.</summary>
    private CrashMark? Find(RecoveredRegion region) => region.Records
        .OrderBy(record => record.Boot switch { BootRelation.Current => 0, BootRelation.Previous => 1, BootRelation.Unknown => 2, _ => 3 })
        .ThenBy(record => record.Kind switch { ZoneKind.Pmsg => 0, ZoneKind.Console => 1, _ => 2 })
        .Select(record => CrashMark.FindLast(record.Content.Span, nonce)).FirstOrDefault(mark => mark != null);
}
