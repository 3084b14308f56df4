using PstoreAgent.Native;

namespace PstoreAgent.Discovery.Facts;

/// <summary>Follows symbolic links within a folder as if it were the root.</summary>
internal static class LinkResolver
{
    // As the kernel's own bound (MAXSYMLINKS).
    private const int MostLinks = 40;
    private const string TooManyLinks = ".links-without-end";

    /// <summary>The real path of <paramref name="path"/> below <paramref name="root"/>; links and ".." never lead out of it.</summary>
    public static string Resolve(string root, string path)
    {
        var rest = new Stack<string>();
        Push(rest, path);
        var done = new List<string>();
        int links = 0;
        while (rest.TryPop(out string? part))
        {
            if (part is "" or ".") continue;
            if (part == "..")
            {
                if (done.Count > 0) done.RemoveAt(done.Count - 1);
                continue;
            }

            done.Add(part);
            if (SymbolicLink.Read(Join(root, done)) is not { } target) continue;

            // A link left over would be followed by the system, out of the root.
            if (++links > MostLinks) return Join(root, [TooManyLinks]);
            done.RemoveAt(done.Count - 1);
            if (target.StartsWith('/')) done.Clear();
            Push(rest, target);
        }

        return Join(root, done);
    }

    private static void Push(Stack<string> rest, string path)
    {
        string[] parts = path.Split('/');
        for (int i = parts.Length - 1; i >= 0; i--) rest.Push(parts[i]);
    }

    private static string Join(string root, List<string> parts) => $"{root}/{string.Join('/', parts)}";
}
