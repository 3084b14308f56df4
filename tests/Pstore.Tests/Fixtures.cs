using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Pstore.Ram;

namespace Pstore.Tests;

/// <summary>Finds tests/fixtures and reads what lies there.</summary>
internal static class Fixtures
{
    private static readonly Lazy<IReadOnlyDictionary<string, byte[]>> s_golden = new(() => ReadGolden("golden.tar.gz", "golden/ramoops/"));

    private static readonly Lazy<IReadOnlyDictionary<string, byte[]>> s_goldenBlk = new(() => ReadGolden("golden-blk.tar.gz", "golden/blk/"));

    public static string Root { get; } = FindRoot();

    /// <summary>Files of the golden set by their paths: "basic/6.1/region.bin.gz".</summary>
    public static IReadOnlyDictionary<string, byte[]> Golden => s_golden.Value;

    /// <summary>As <see cref="Golden"/>, of block stores: "basic/6.1/disk.bin.gz".</summary>
    public static IReadOnlyDictionary<string, byte[]> GoldenBlk => s_goldenBlk.Value;

    /// <summary>Captures of ramoops regions.</summary>
    public static IEnumerable<string> CaptureNames => CapturesWith("region.bin.gz");

    /// <summary>Captures of block stores.</summary>
    public static IEnumerable<string> BlkCaptureNames => CapturesWith("disk.bin.gz");

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

    private static IEnumerable<string> CapturesWith(string file) => Directory.GetDirectories(Path.Combine(Root, "captures"))
        .Where(path => File.Exists(Path.Combine(path, file))).Select(path => Path.GetFileName(path)).Order();

    private static Dictionary<string, byte[]> ReadGolden(string archive, string prefix)
    {
        var files = new Dictionary<string, byte[]>();
        using var gzip = new GZipStream(File.OpenRead(Path.Combine(Root, archive)), CompressionMode.Decompress);
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
