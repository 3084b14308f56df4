using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;

namespace PstoreAgent.Install;

/// <summary>The root file system that is installed to. Links on the way to a file are followed as if it were the root, so none leads out of it.</summary>
internal sealed class TargetTree(string root)
{
    private const int MostEntries = 4096;

    private readonly string _root = root.TrimEnd('/');

    /// <summary>Whether it is that of this machine.</summary>
    public bool IsThisMachine => _root.Length == 0;

    /// <summary>Where something lies: its folder's links are followed, and those of the thing itself are not.</summary>
    public string Locate(string path) => $"{LinkResolver.Resolve(_root, Path.GetDirectoryName(path)!).TrimEnd('/')}/{Path.GetFileName(path)}";

    /// <summary>Where a link is, or belongs: under its own name or with another number.</summary>
    public string Locate(InstalledLink link)
    {
        string place = Locate(link.Elsewhere is { } elsewhere && Target.Exists(Locate(elsewhere.Marker)) ? elsewhere.Path : link.Path);
        if (link.NumberLength == 0) return place;
        string folder = Path.GetDirectoryName(place)!, ending = Path.GetFileName(place)[link.NumberLength..];
        foreach (DirectoryEntry entry in DirectoryListing.Read(folder, MostEntries, out _) ?? [])
        {
            if (!entry.IsLink || entry.Name.Length != link.NumberLength + ending.Length || !entry.Name.EndsWith(ending, StringComparison.Ordinal)) continue;
            string other = $"{folder}/{entry.Name}";
            if (Target.StateOf(other, link.Target) == TargetState.Same) return other;
        }

        return place;
    }
}
