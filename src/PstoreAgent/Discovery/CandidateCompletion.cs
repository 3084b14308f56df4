using Pstore;

namespace PstoreAgent.Discovery;

/// <summary>Fills in what a candidate lacks from others with the same address, and says so.</summary>
internal static class CandidateCompletion
{
    /// <summary>The candidate with what the others tell; one that the kernel ignores is asked last.</summary>
    public static RegionCandidate Complete(RegionCandidate candidate, IReadOnlyList<RegionCandidate> all, List<Diagnostic> diagnostics)
    {
        if (candidate.Address == null) return candidate;
        foreach (bool ignored in (bool[])[false, true])
        {
            foreach (RegionCandidate other in all)
            {
                if (other.Address != candidate.Address || (other.Ignored != null) != ignored || other.Kind == DiscoverySource.Reference || ReferenceEquals(other, candidate)) continue;
                candidate = Fill(candidate, other, diagnostics);
            }
        }

        return candidate;
    }

    private static RegionCandidate Fill(RegionCandidate candidate, RegionCandidate other, List<Diagnostic> diagnostics)
    {
        var taken = new List<string>();
        foreach (RegionParameter parameter in RegionParameter.All)
        {
            if (parameter.Get(candidate) != null || parameter.Get(other) is not { } value) continue;
            candidate = parameter.With(candidate, value);
            taken.Add(parameter.Text(value));
        }

        if (taken.Count > 0)
            diagnostics.Add(new Diagnostic(DiagnosticId.ParametersFrom, Severity.Note, $"{string.Join(", ", taken)} from {other.Origin}, which names the same address as {candidate.Origin}"));

        // Facts of the place, not parameters.
        return candidate with
        {
            NoMap = candidate.NoMap ?? other.NoMap,
            Cpus = candidate.Cpus ?? other.Cpus,
            Zones = candidate.Zones.Count > 0 ? candidate.Zones : other.Zones,
        };
    }
}
