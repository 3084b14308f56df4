namespace Pstore;

/// <summary>Bounds on work and memory, each with its reason.</summary>
public static class Limits
{
    /// <summary>Bytes of a zone header: signature, start, size (struct persistent_ram_buffer).</summary>
    public const int ZoneHeaderSize = 12;

    /// <summary>Bytes of data that one parity block protects (ramoops' default; the device tree and module parameters can't change it).</summary>
    public const int EccBlockSize = 128;

    /// <summary>The most parity bytes a block can have: 128 + 127 symbols fill a code word over GF(256).</summary>
    public const int MaxEccSize = 255 - EccBlockSize;

    /// <summary>The most zones of one kind: twice what 1 GiB of records of the default 4 KiB gives.</summary>
    public const int MaxZones = 1 << 19;

    /// <summary>The most zone headers a scan collects: four times the zones of 64 MiB with records of 4 KiB.</summary>
    public const int MaxHeaderHits = 1 << 16;

    /// <summary>The most equally good layouts that a probe keeps to compare.</summary>
    public const int MaxLayoutCandidates = 64;

    /// <summary>Zones whose header parity a probe looks at: enough to tell chance from a pattern.</summary>
    public const int MaxZonesForEccProbe = 64;

    /// <summary>Flipped bits up to which a signature is still told for what it was; chance gives that to one in 100 000 words.</summary>
    public const int MaxFlippedSignatureBits = 4;

    /// <summary>The most finds without a header in one zone; more would be noise.</summary>
    public const int MaxFindsPerZone = 16;

    /// <summary>Unpacked bytes for each byte of a zone; kernels write no more than 100/45 and read no more than 3.</summary>
    public const int MaxUnpackRatio = 4;

    /// <summary>Unpacked bytes of all records together, so that a hostile region can't use up a board's memory.</summary>
    public const long MaxUnpackedTotal = 64L << 20;

    /// <summary>Headers that a search for distances compares, and beyond which it does not try other sizes of the region: a board has some dozens.</summary>
    public const int MaxHeadersCompared = 4096;
}
