namespace Pstore.Compression;

/// <summary>What a dmesg record may be packed with. None carries its unpacked length, but for newer zstd frames.</summary>
public enum CompressionKind
{
    /// <summary>Not packed.</summary>
    None,

    /// <summary>RFC 1950; kernels 3.12 to 4.16.</summary>
    Zlib,

    /// <summary>RFC 1951 without a wrapper; kernels from 4.17.</summary>
    Deflate,

    /// <summary>LZO1X with its end marker; kernels 4.6 to 6.5.</summary>
    Lzo,

    /// <summary>A bare LZ4 block, of LZ4 or LZ4HC; kernels 4.6 to 6.5.</summary>
    Lz4,

    /// <summary>The software format of lib/842; kernels 4.17 to 6.5.</summary>
    Sw842,

    /// <summary>A zstd frame; kernels 4.19 to 6.5.</summary>
    Zstd,
}
