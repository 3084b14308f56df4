namespace Pstore.Compression;

/// <summary>The kernel's names of compressors.</summary>
public static class CompressionNames
{
    /// <summary>"none", "zlib", "deflate", "lzo", "lz4", "842", "zstd".</summary>
    public static string Name(this CompressionKind kind) => kind switch
    {
        CompressionKind.Zlib => "zlib",
        CompressionKind.Deflate => "deflate",
        CompressionKind.Lzo => "lzo",
        CompressionKind.Lz4 => "lz4",
        CompressionKind.Sw842 => "842",
        CompressionKind.Zstd => "zstd",
        _ => "none",
    };

    /// <summary>Reads a name; "lz4hc" makes the same blocks as "lz4".</summary>
    public static bool TryParse(string name, out CompressionKind kind)
    {
        if (name == "lz4hc") name = "lz4";
        foreach (CompressionKind candidate in Enum.GetValues<CompressionKind>())
        {
            if (candidate.Name() != name) continue;
            kind = candidate;
            return true;
        }

        kind = default;
        return false;
    }
}
