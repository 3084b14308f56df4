namespace PstoreAgent.Install;

/// <summary>What one init system, or one maker of an initramfs, needs to have so that the agent runs at each boot.</summary>
/// <param name="Name">As --init takes it.</param>
/// <param name="Files">What is written.</param>
/// <param name="Links">What starts them.</param>
internal sealed record InitSystem(string Name, InstalledFile[] Files, InstalledLink[] Links)
{
    /// <summary>Folders that nothing else needs: removed when they are empty.</summary>
    public string[] OwnFolders { get; init; } = [];

    /// <summary>The command that is left to the user, or null.</summary>
    public string? AfterInstall { get; init; }

    /// <summary>The same when it was removed.</summary>
    public string? AfterRemoval { get; init; }

    /// <summary>Whether these commands act on files, and so have to be run for a root that is not the running one too.</summary>
    public bool ActsOnFiles { get; init; }
}
