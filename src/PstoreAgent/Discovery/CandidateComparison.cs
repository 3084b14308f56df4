using Pstore;

namespace PstoreAgent.Discovery;

/// <summary>Says where other sources contradict the chosen one.</summary>
internal static class CandidateComparison
{
    private const int MostDisagreements = 16;

    /// <param name="chosen">As its source told it, not completed.</param>
    /// <param name="all">All candidates.</param>
    public static IEnumerable<Diagnostic> Disagreements(RegionCandidate chosen, IReadOnlyList<RegionCandidate> all)
    {
        int said = 0;
        foreach (RegionCandidate other in all)
        {
            if (ReferenceEquals(other, chosen) || other.Kind == DiscoverySource.Reference || said == MostDisagreements) continue;

            // Options without an address count wherever the region was found.
            (RegionCandidate winner, RegionCandidate loser) = other.Kind == DiscoverySource.Options ? (other, chosen) : (chosen, other);
            if (Difference(winner, loser) is not { } difference) continue;
            said++;

            // What the kernel ignores it can't have laid out.
            Severity severity = loser.Ignored == null ? Severity.Warning : Severity.Note;
            yield return new Diagnostic(DiagnosticId.SourcesDisagree, severity, $"{difference.Mine} in {winner.Origin}, but {difference.Theirs} in {loser.Origin}; the former is taken");
        }
    }

    private static (string Mine, string Theirs)? Difference(RegionCandidate chosen, RegionCandidate other)
    {
        if (chosen.Address is { } here && other.Address is { } there && here != there) return ($"mem_address 0x{here:x}", $"0x{there:x}");
        var mine = new List<string>();
        var theirs = new List<string>();
        foreach (RegionParameter parameter in RegionParameter.All)
        {
            if (parameter.Get(chosen) is not { } one || parameter.Get(other) is not { } another || !parameter.Differ(one, another)) continue;
            mine.Add(parameter.Text(one));
            theirs.Add(parameter.Text(another));
        }

        return mine.Count == 0 ? null : (string.Join(", ", mine), string.Join(", ", theirs));
    }
}
