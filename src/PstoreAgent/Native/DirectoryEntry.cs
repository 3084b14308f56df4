namespace PstoreAgent.Native;

/// <summary>One name in a directory.</summary>
/// <param name="Name">Without the path.</param>
/// <param name="IsDirectory">A directory itself, not a link to one.</param>
/// <param name="IsLink">A symbolic link.</param>
internal sealed record DirectoryEntry(string Name, bool IsDirectory, bool IsLink);
