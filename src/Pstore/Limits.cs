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
}
