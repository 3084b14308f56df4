using PstoreAgent.Discovery;
using PstoreAgent.Output;

namespace PstoreAgent.Reports;

/// <summary>All that names a region on this machine, for people: what is read stands first.</summary>
internal static class DiscoveryTable
{
    public static void Write(DiscoveryResult discovery, StandardOutput output)
    {
        output.Line();
        output.Line("Named by");
        foreach (RegionCandidate candidate in discovery.Candidates.OrderByDescending(candidate => candidate.Origin == discovery.Chosen?.Origin))
        {
            output.Line($"  {TerminalText.OneLine(candidate.Origin)}");
            output.Line($"    {Says(candidate)}");
            if (candidate.Ignored != null) output.Line($"    ignored by the kernel: {TerminalText.OneLine(candidate.Ignored)}");
            if (candidate.Lacks.Count > 0) output.Line($"    does not tell {string.Join(", ", candidate.Lacks)}");
        }
    }

    private static string Says(RegionCandidate candidate)
    {
        var words = new List<string>();
        if (candidate.Address is { } address) words.Add($"mem_address 0x{address:x}");
        foreach (RegionParameter parameter in RegionParameter.All)
            if (parameter.Get(candidate) is { } value) words.Add(parameter.Text(value));
        if (candidate.NoMap == true) words.Add("no-map");
        return words.Count == 0 ? "nothing" : string.Join(", ", words);
    }
}
