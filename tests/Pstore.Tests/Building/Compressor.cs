namespace Pstore.Tests.Building;

public enum Compressor
{
    None,
    Deflate,
    Zlib,
    Lz4,
    Lzo,
    Zstd,
    Sw842,
}
