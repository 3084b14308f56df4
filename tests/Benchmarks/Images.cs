using System.IO.Compression;

namespace Benchmarks;

/// <summary>The crash images that ship with the tests.</summary>
internal static class Images
{
    public static List<(string Name, byte[] Region)> Read(string fixtures)
    {
        var images = new List<(string, byte[])>();
        foreach (string folder in Directory.GetDirectories(Path.Combine(fixtures, "captures")).Order())
        {
            string region = Path.Combine(folder, "region.bin.gz");
            if (!File.Exists(region)) continue;
            using var gzip = new GZipStream(File.OpenRead(region), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            gzip.CopyTo(plain);
            images.Add((Path.GetFileName(folder), plain.ToArray()));
        }

        return images;
    }
}
