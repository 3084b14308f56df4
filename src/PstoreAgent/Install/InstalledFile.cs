namespace PstoreAgent.Install;

/// <summary>One file that install writes.</summary>
/// <param name="Path">Where it belongs, from the root on.</param>
/// <param name="Source">Its name in cross/init.</param>
/// <param name="IsExecutable">Mode 0755, else 0644.</param>
internal sealed record InstalledFile(string Path, string Source, bool IsExecutable)
{
    /// <summary>Its permission bits.</summary>
    public int Mode => IsExecutable ? 0x1ED : 0x1A4;
}
