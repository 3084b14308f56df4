using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Pstore.Ram;

namespace Pstore.Tests;

/// <summary>Finds tests/fixtures and reads what lies there.</summary>
internal static class Fixtures
{
    private static readonly Lazy<IReadOnlyDictionary<string, byte[]>> s_golden = new(ReadGolden);

    public static string Root { get; } = FindRoot();

    /// <summary>Files of the golden set by their paths: "basic/6.1/region.bin.gz".</summary>
    public static IReadOnlyDictionary<string, byte[]> Golden => s_golden.Value;

    public static IEnumerable<string> CaptureNames =>
        Directory.GetDirectories(Path.Combine(Root, "captures")).Select(path => Path.GetFileName(path)).Order();

    public static byte[] Gunzip(string path) => Gunzip(File.ReadAllBytes(Path.Combine(Root, path)));

    public static byte[] Gunzip(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    public static RamoopsParameters Parameters(JsonElement config, long memSize)
    {
        long Get(string name) => config.GetProperty(name).GetInt64();
        return new RamoopsParameters(memSize, Get("record"), Get("console"), Get("ftrace"), Get("pmsg"), (int)Get("ecc"), (uint)Get("flags"), (int)Get("cpus"));
    }

    private static Dictionary<string, byte[]> ReadGolden()
    {
        const string prefix = "golden/ramoops/";
        var files = new Dictionary<string, byte[]>();
        using var gzip = new GZipStream(File.OpenRead(Path.Combine(Root, "golden.tar.gz")), CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not TarEntryType.RegularFile || !entry.Name.StartsWith(prefix, StringComparison.Ordinal)) continue;
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files[entry.Name[prefix.Length..]] = content.ToArray();
        }

        return files;
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "tests", "fixtures");
            if (Directory.Exists(candidate)) return candidate;
        }

        throw new InvalidOperationException("tests/fixtures is not above the test program");
    }
}
