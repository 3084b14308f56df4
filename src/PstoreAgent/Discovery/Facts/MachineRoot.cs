using System.Text;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Discovery.Facts;

/// <summary>
/// All reading of /proc, /sys, /boot and /dev: of this machine, or below a folder that holds another one's.
/// Links are followed within that folder: /proc/device-tree is an absolute one.
/// </summary>
internal sealed class MachineRoot(string root)
{
    /// <summary>A root below which there is nothing: it is no folder.</summary>
    public const string Nowhere = "/dev/null";

    private const int LargestDirectory = 65536;

    private readonly string _root = root.TrimEnd('/');
    private readonly List<string> _refused = [];

    /// <summary>Whether it is the machine that this program runs on.</summary>
    public bool IsThisMachine => _root.Length == 0;

    /// <summary>What was there but could not be read for lack of rights, each once.</summary>
    public IReadOnlyList<string> Refused => _refused;

    /// <summary>Reads a file up to its end or <paramref name="limit"/>.</summary>
    public ReadState TryReadBytes(string path, int limit, out byte[] bytes)
    {
        bytes = [];
        using FileDescriptor? file = FileDescriptor.OpenRegular(Locate(path), 0, out int errno);
        if (file?.ReadToEnd(limit, out errno) is not { } content) return Failure(path, errno);
        bytes = content;
        return ReadState.Read;
    }

    /// <summary>Reads a file as text, one character a byte, without white space at its ends.</summary>
    public ReadState TryReadText(string path, int limit, out string text)
    {
        ReadState state = TryReadBytes(path, limit, out byte[] bytes);
        text = Encoding.Latin1.GetString(bytes).Trim();
        return state;
    }

    /// <summary>Lists a directory, in the order of names.</summary>
    public ReadState TryListDirectory(string path, out IReadOnlyList<DirectoryEntry> entries)
    {
        List<DirectoryEntry>? found = DirectoryListing.Read(Locate(path), LargestDirectory, out int errno);
        found?.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        entries = found ?? [];
        return found != null ? ReadState.Read : Failure(path, errno);
    }

    public bool DirectoryExists(string path) => Directory.Exists(Locate(path));

    public bool Exists(string path)
    {
        string located = Locate(path);
        return File.Exists(located) || Directory.Exists(located);
    }

    /// <summary>Where the symbolic link at a path points to, as it is written; null for what is no link.</summary>
    public string? TryLink(string path)
    {
        int slash = path.LastIndexOf('/');
        return SymbolicLink.Read($"{Locate(path[..slash])}/{path[(slash + 1)..]}");
    }

    /// <summary>Notes something that needs more rights, though no call was refused.</summary>
    public void NoteRefused(string what)
    {
        if (!_refused.Contains(what)) _refused.Add(what);
    }

    /// <summary>Where a path of the machine lies here, links followed.</summary>
    public string Locate(string path) => IsThisMachine ? path : LinkResolver.Resolve(_root, path);

    private ReadState Failure(string path, int errno)
    {
        if (errno == LibC.EACCES || errno == LibC.EPERM)
        {
            NoteRefused(path);
            return ReadState.Refused;
        }

        return errno == LibC.ENOENT || errno == LibC.ENOTDIR || errno == LibC.ELOOP ? ReadState.Missing : ReadState.Failed;
    }
}
