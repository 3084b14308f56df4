using System.Text;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Archive;

/// <summary>Holds the files of an entry against its sums.</summary>
internal static class EntryCheck
{
    private const int MostBytesOfSums = 4 << 20, Chunk = 64 * 1024, DigitsOfSum = 2 * Sha256.DigestLength, MostFiles = 65536;

    /// <summary>What is wrong with an entry, a line for each file; none for one that is whole.</summary>
    public static List<string> Problems(FolderDescriptor entry)
    {
        if (Sums(entry, out string? problem) is not { } sums) return [problem!];
        var problems = new List<string>();
        foreach ((string name, string sum) in sums)
        {
            string? found = SumOf(entry, name, out int errno);
            if (found == null) problems.Add($"{name}: {Errno.Text(errno)}");
            else if (found != sum) problems.Add($"{name}: its content is not what was archived");
        }

        foreach (string name in Names(entry))
            if (name != StoreNames.Sums && !sums.ContainsKey(name)) problems.Add($"{name}: is not in {StoreNames.Sums}");
        return problems;
    }

    /// <summary>Whether a file of an entry is there as it was archived.</summary>
    public static bool IsWhole(FolderDescriptor entry, string name) =>
        Sums(entry, out _) is { } sums && sums.TryGetValue(name, out string? sum) && SumOf(entry, name, out _) == sum;

    /// <summary>The sum of each file; null, with the reason, when they can't be read.</summary>
    private static Dictionary<string, string>? Sums(FolderDescriptor entry, out string? problem)
    {
        problem = null;
        byte[]? text = entry.ReadFile(StoreNames.Sums, MostBytesOfSums, out int errno);
        if (text == null)
        {
            problem = $"{StoreNames.Sums}: {Errno.Text(errno)}";
            return null;
        }

        var sums = new Dictionary<string, string>();
        foreach (string line in Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length <= DigitsOfSum + 2 || line[DigitsOfSum..(DigitsOfSum + 2)] != "  " || !sums.TryAdd(line[(DigitsOfSum + 2)..], line[..DigitsOfSum]))
            {
                problem = $"{StoreNames.Sums}: is damaged";
                return null;
            }
        }

        return sums;
    }

    private static string? SumOf(FolderDescriptor entry, string name, out int errno)
    {
        using FileDescriptor? file = OpenFile(entry, name, out errno);
        if (file == null) return null;
        var hash = new Sha256();
        byte[] chunk = new byte[Chunk];
        int count;
        while ((count = file.Read(chunk, -1, out errno)) > 0) hash.Append(chunk.AsSpan(0, count));
        if (count < 0) return null;
        Span<byte> digest = stackalloc byte[Sha256.DigestLength];
        hash.Finish(digest);
        return Convert.ToHexStringLower(digest);
    }

    /// <summary>Opens a regular file of an entry, by its name or "extra/NAME". Null on failure, with errno.</summary>
    public static FileDescriptor? OpenFile(FolderDescriptor entry, string name, out int errno)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        FileDescriptor? file;
        if (slash < 0)
        {
            file = entry.OpenFile(name, LibC.O_RDONLY | LibC.O_NONBLOCK, 0, out errno);
        }
        else
        {
            errno = LibC.ENOENT;
            if (name[..slash] != StoreNames.Extra || name.IndexOf('/', slash + 1) >= 0) return null;
            using FolderDescriptor? extra = entry.OpenFolder(StoreNames.Extra, out errno);
            file = extra?.OpenFile(name[(slash + 1)..], LibC.O_RDONLY | LibC.O_NONBLOCK, 0, out errno);
        }

        if (file == null || file.IsRegularFile()) return file;
        file.Dispose();
        errno = LibC.EINVAL;
        return null;
    }

    /// <summary>The files of an entry, those of extra/ with their folder.</summary>
    public static List<string> Names(FolderDescriptor entry)
    {
        var names = new List<string>();
        foreach (DirectoryEntry found in entry.List(MostFiles, out _) ?? [])
            if (!(found.IsDirectory && found.Name == StoreNames.Extra)) names.Add(found.Name);
        using FolderDescriptor? extra = entry.OpenFolder(StoreNames.Extra, out _);
        foreach (DirectoryEntry found in extra?.List(MostFiles, out _) ?? []) names.Add($"{StoreNames.Extra}/{found.Name}");
        return names;
    }
}
