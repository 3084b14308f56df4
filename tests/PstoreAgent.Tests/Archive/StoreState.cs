using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Xunit;

namespace PstoreAgent.Tests.Archive;

/// <summary>What lies in a store, read without the program: every file held against its sum, and nothing there that does not belong.</summary>
internal sealed record StoreState(IReadOnlyList<string> Entries, IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>Reads a store and asserts that it is whole.</summary>
    public static StoreState Read(string directory)
    {
        string[] names = [.. Directory.GetFileSystemEntries(directory).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        string[] entries = [.. names.Where(name => name is not ("lock" or "index"))];
        var files = new Dictionary<string, byte[]>();
        foreach (string entry in entries)
        {
            Assert.Matches("^[0-9]{8}-[0-9a-f]{8}$", entry);
            foreach ((string name, byte[] content) in ReadEntry(Path.Combine(directory, entry))) files.Add($"{entry}/{name}", content);
        }

        string[] lines = File.Exists(Path.Combine(directory, "index")) ? File.ReadAllLines(Path.Combine(directory, "index")) : [];
        var removed = lines.Where(line => line.StartsWith('-')).Select(line => line[1..]).ToHashSet();
        Assert.Equal(entries, lines.Where(line => !line.StartsWith('-')).Select(line => line.Split(' ')[0]).Where(name => !removed.Contains(name)));
        return new StoreState(entries, files);
    }

    /// <summary>The contents of all files of this name, in the order of their entries.</summary>
    public byte[][] Contents(string name) => [.. Entries.Select(entry => Files.GetValueOrDefault($"{entry}/{name}")).OfType<byte[]>()];

    public JsonNode Meta(int entry) => JsonNode.Parse(Files[$"{Entries[entry]}/meta.json"])!;

    private static IEnumerable<(string Name, byte[] Content)> ReadEntry(string folder)
    {
        Dictionary<string, string> sums = File.ReadAllLines(Path.Combine(folder, "SHA256SUMS")).ToDictionary(line => line[66..], line => line[..64]);
        string[] files = [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Where(name => name != "SHA256SUMS").Order(StringComparer.Ordinal)];
        Assert.Equal(files, sums.Keys.Order(StringComparer.Ordinal));
        foreach (string name in files)
        {
            byte[] content = File.ReadAllBytes(Path.Combine(folder, name));
            Assert.Equal(sums[name], Convert.ToHexStringLower(SHA256.HashData(content)));
            yield return (name, content);
        }
    }
}
