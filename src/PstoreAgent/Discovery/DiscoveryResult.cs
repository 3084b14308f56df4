using Pstore;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery;

/// <summary>Where the region is, and all that was said about it.</summary>
/// <param name="Chosen">The region to read, completed from other sources where a diagnostic says so; null when none is known.</param>
/// <param name="Candidates">All that was found, in the order of belief, as found.</param>
/// <param name="Diagnostics">Ignored nodes, disagreements, what was filled in, what needs root.</param>
/// <param name="Machine">Facts of the machine.</param>
internal sealed record DiscoveryResult(
    RegionCandidate? Chosen,
    IReadOnlyList<RegionCandidate> Candidates,
    IReadOnlyList<Diagnostic> Diagnostics,
    Machine Machine)
{
    /// <summary>Whether the ramoops driver holds the chosen region; the user may name another one than it holds.</summary>
    public bool IsHeldByDriver => Machine.DriverBound == true
        && (Candidates.FirstOrDefault(candidate => candidate.Kind == DiscoverySource.Driver)?.Address is not { } held
            || Chosen?.Address is not { } read || held == read);
}
