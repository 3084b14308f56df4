using Pstore;

namespace PstoreAgent.Discovery;

/// <summary>Chooses the region to read.</summary>
internal static class CandidateChoice
{
    /// <summary>
    /// The first that has address and size, if need be with the help of others that name the same address: first of those that the kernel
    /// honours, then of those it ignores (people mistype "ranges", and the region may still be the one that is meant), last the reference.
    /// An address from the user is the only one to be read.
    /// </summary>
    public static RegionCandidate? Choose(IReadOnlyList<RegionCandidate> all, List<Diagnostic> diagnostics)
    {
        foreach (Func<RegionCandidate, bool> rank in (Func<RegionCandidate, bool>[])[IsHonoured, IsIgnored, IsReference])
        {
            foreach (RegionCandidate candidate in all)
            {
                if (!rank(candidate)) continue;
                var said = new List<Diagnostic>();
                RegionCandidate complete = WithExtent(CandidateCompletion.Complete(candidate, all, said), said);
                bool byUser = candidate is { Kind: DiscoverySource.Options, Address: not null };
                if (!complete.HasRegion && !byUser) continue;
                diagnostics.AddRange(CandidateComparison.Disagreements(candidate, all));
                diagnostics.AddRange(said);
                if (!complete.HasRegion) diagnostics.Add(Incomplete(complete));
                return complete.HasRegion ? WithOptions(complete, all) : null;
            }
        }

        return null;
    }

    /// <summary>The notes that hold whichever is chosen: nodes that the kernel ignores, and what lacks its place.</summary>
    public static IEnumerable<Diagnostic> Remarks(IReadOnlyList<RegionCandidate> all, RegionCandidate? chosen)
    {
        foreach (RegionCandidate candidate in all)
        {
            if (candidate.Ignored is { } reason)
            {
                bool isRead = chosen is { Ignored: not null } && chosen.Origin == candidate.Origin;
                string end = isRead ? "; it is read all the same because nothing else names a region, but the kernel never wrote there by it" : "";
                yield return new Diagnostic(DiagnosticId.RegionIgnored, chosen == null || isRead ? Severity.Warning : Severity.Note, $"the kernel ignores {candidate.Origin}: {reason}{end}");
            }

            if (candidate is { Kind: not DiscoverySource.Options, HasRegion: false, Zones.Count: 0 }) yield return Incomplete(candidate);
        }
    }

    private static bool IsHonoured(RegionCandidate candidate) => candidate is { Ignored: null, Kind: not DiscoverySource.Reference };

    private static bool IsIgnored(RegionCandidate candidate) => candidate.Ignored != null;

    private static bool IsReference(RegionCandidate candidate) => candidate.Kind == DiscoverySource.Reference;

    // The last bytes of a region may be of no zone: what the zones take is its least size.
    private static RegionCandidate WithExtent(RegionCandidate candidate, List<Diagnostic> diagnostics)
    {
        if (candidate.MemSize > 0 || candidate.ZoneExtent is not { } extent) return candidate;
        diagnostics.Add(new Diagnostic(DiagnosticId.ParametersFrom, Severity.Note, $"{RegionParameter.MemSize.Text(extent)} is what the zones in /proc/iomem take; the region may end a little behind"));
        return candidate with { MemSize = extent };
    }

    private static Diagnostic Incomplete(RegionCandidate candidate)
    {
        string lacks = candidate.Address != null ? "mem_size" : candidate.MemSize is > 0 ? "mem_address" : "mem_address and mem_size";
        string way = candidate.Kind == DiscoverySource.Options ? "; give --mem-size too" : "";
        return new Diagnostic(DiagnosticId.RegionIncomplete, Severity.Warning, $"no {lacks} in {candidate.Origin}{way}");
    }

    /// <summary>What the user says counts, wherever the region was found.</summary>
    private static RegionCandidate WithOptions(RegionCandidate chosen, IReadOnlyList<RegionCandidate> all)
    {
        foreach (RegionCandidate options in all)
        {
            if (options.Kind != DiscoverySource.Options) continue;
            foreach (RegionParameter parameter in RegionParameter.All)
                if (parameter.Get(options) is { } value) chosen = parameter.With(chosen, value);
            return chosen with { Cpus = options.Cpus ?? chosen.Cpus };
        }

        return chosen;
    }
}
