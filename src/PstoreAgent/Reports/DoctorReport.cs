using PstoreAgent.Doctor;
using PstoreAgent.Output;

namespace PstoreAgent.Reports;

/// <summary>The findings for people: problems first, each with the lines that mend it; what is well in a line each.</summary>
internal static class DoctorReport
{
    private const int Width = 100, Column = 11;

    public static void Write(IReadOnlyList<Finding> findings, StandardOutput output)
    {
        FindingLevel? before = null;
        foreach (Finding finding in findings)
        {
            bool hasMore = finding.Level is FindingLevel.Problem or FindingLevel.Warning;
            if (before != null && (hasMore || before != finding.Level)) output.Line();
            before = finding.Level;
            Wrapped(output, $"{Word(finding.Level),-Column}", $"{finding.Id}: {finding.Title}");
            if (finding.Evidence != null) Wrapped(output, new string(' ', Column), finding.Evidence);
            if (finding.Advice != null) Wrapped(output, new string(' ', Column), $"To do: {finding.Advice}.");
            WriteFixes(finding.Fixes, output);
        }

        if (findings.Count > 0) output.Line();
        output.Line(Summary(findings));
    }

    public static int ExitCodeOf(IReadOnlyList<Finding> findings, bool wanted) =>
        wanted && findings.Any(finding => finding.Level == FindingLevel.Problem) ? ExitCode.Found : ExitCode.Ok;

    public static string Word(FindingLevel level) => level switch
    {
        FindingLevel.Problem => "PROBLEM",
        FindingLevel.Warning => "warning",
        FindingLevel.Unknown => "not known",
        _ => "ok",
    };

    /// <summary>"device tree", and so on.</summary>
    public static string Word(FixPlace place) => place switch
    {
        FixPlace.DeviceTree => "device tree",
        FixPlace.KernelConfig => "kernel config",
        FixPlace.CommandLine => "command line",
        FixPlace.Sysctl => "sysctl",
        FixPlace.Fstab => "fstab",
        _ => "shell",
    };

    private static void WriteFixes(IReadOnlyList<Fix> fixes, StandardOutput output)
    {
        const int places = 15;
        for (int i = 0; i < fixes.Count; i++)
        {
            string place = i > 0 && fixes[i - 1].Place == fixes[i].Place ? "" : Word(fixes[i].Place) + ":";
            output.Line($"{new string(' ', Column)}{place.PadRight(places)}{TerminalText.OneLine(Line(fixes[i]))}");
        }
    }

    // Lines that other nodes need say which; a line of its own deletes a property.
    private static string Line(Fix fix) =>
        fix.Kind == FixKind.Remove && fix.Text[0] != '/' ? $"without {fix.Text}"
        : fix is { Place: FixPlace.DeviceTree, Node: { Length: > 0 } node } ? $"{fix.Text} /* in {node} */"
        : fix.Text;

    private static string Summary(IReadOnlyList<Finding> findings)
    {
        int Count(FindingLevel level) => findings.Count(finding => finding.Level == level);
        int problems = Count(FindingLevel.Problem), warnings = Count(FindingLevel.Warning);
        return $"{problems} {(problems == 1 ? "problem" : "problems")}, {warnings} {(warnings == 1 ? "warning" : "warnings")}, {Count(FindingLevel.Ok)} ok, {Count(FindingLevel.Unknown)} not known";
    }

    /// <summary>Breaks at blanks; further lines begin below the text.</summary>
    private static void Wrapped(StandardOutput output, string lead, string text)
    {
        string line = lead;
        bool fresh = true;
        foreach (string word in TerminalText.OneLine(text).Split(' '))
        {
            if (!fresh && line.Length + 1 + word.Length > Width)
            {
                output.Line(line);
                line = new string(' ', Column);
                fresh = true;
            }

            line += fresh ? word : " " + word;
            fresh = false;
        }

        output.Line(line);
    }
}
