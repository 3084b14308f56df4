namespace PstoreAgent.Install;

/// <summary>One symbolic link that install makes.</summary>
/// <param name="Path">Where it belongs, from the root on.</param>
/// <param name="Target">What it says.</param>
internal sealed record InstalledLink(string Path, string Target)
{
    /// <summary>Length of a start of its name that may differ: System V init numbers its links anew, "S15" to "S10".</summary>
    public int NumberLength { get; init; }

    /// <summary>Another place for it, on systems that have <c>Marker</c>.</summary>
    public (string Marker, string Path)? Elsewhere { get; init; }
}
