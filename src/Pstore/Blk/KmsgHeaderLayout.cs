namespace Pstore.Blk;

/// <summary>
/// Where the fields of struct psz_kmsg_header lie (fs/pstore/zone.c, 5.8 to 7.3): it depends on how the writing machine
/// aligns 64-bit integers and how wide its long is. Byte offsets from the front of the header, which begins with its
/// magic number.
/// </summary>
/// <param name="Seconds">s64 tv_sec.</param>
/// <param name="Nanoseconds">long tv_nsec.</param>
/// <param name="WordSize">Bytes of a long.</param>
/// <param name="Compressed">bool.</param>
/// <param name="Counter">u32.</param>
/// <param name="Reason">u32, enum kmsg_dump_reason.</param>
/// <param name="Size">Bytes of the header with its padding: the payload begins there.</param>
public sealed record KmsgHeaderLayout(int Seconds, int Nanoseconds, int WordSize, int Compressed, int Counter, int Reason, int Size)
{
    /// <summary>Bytes of the longest.</summary>
    public const int MaxSize = 40;

    /// <summary>All machines of 64 bits.</summary>
    public static readonly KmsgHeaderLayout Wide = new(8, 16, 8, 24, 28, 32, MaxSize);

    /// <summary>ARM, MIPS, PowerPC and RISC-V of 32 bits. On little-endian ones the bytes are as on 64 bits.</summary>
    public static readonly KmsgHeaderLayout Narrow = new(8, 16, 4, 24, 28, 32, MaxSize);

    /// <summary>i386, which aligns 64-bit integers to 4 bytes.</summary>
    public static readonly KmsgHeaderLayout I386 = new(4, 12, 4, 16, 20, 24, 28);

    /// <summary>All of them; of those that fit, an earlier one is likelier.</summary>
    public static readonly IReadOnlyList<KmsgHeaderLayout> All = [Wide, Narrow, I386];
}
