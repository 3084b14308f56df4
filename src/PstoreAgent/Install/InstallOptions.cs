namespace PstoreAgent.Install;

/// <summary>The options of install.</summary>
/// <param name="Init">Name of the init system; null where none was given.</param>
/// <param name="Root">The root file system.</param>
/// <param name="Remove">Take away in place of writing.</param>
/// <param name="DryRun">Show, and change nothing.</param>
/// <param name="Force">Overwrite files that differ.</param>
internal sealed record InstallOptions(string? Init, string Root, bool Remove, bool DryRun, bool Force);
