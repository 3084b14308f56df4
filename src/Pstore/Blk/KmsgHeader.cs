using System.Buffers.Binary;
using Pstore.Records;
using Pstore.Recovery;

namespace Pstore.Blk;

/// <summary>
/// The header of a dump, at the front of the data of a dmesg zone (struct psz_kmsg_header; psz_write_kmsg_hdr and
/// psz_kmsg_read_hdr in fs/pstore/zone.c).
/// </summary>
/// <param name="Time">The time of the dump.</param>
/// <param name="Compressed">Whether the payload is packed.</param>
/// <param name="Counter">How many dumps for that reason there were, over the lifetime of the store.</param>
/// <param name="Reason">enum kmsg_dump_reason of the writing kernel.</param>
public sealed record KmsgHeader(RecordTime Time, bool Compressed, uint Counter, uint Reason)
{
    /// <summary>PSTORE_KMSG_HEADER_MAGIC.</summary>
    public const uint Magic = 0x4dfc3ae5;

    private const int NanosecondsOfSecond = 1_000_000_000;

    /// <summary>The reason in words, and the counter.</summary>
    public DumpCount Count => new(ReasonWord(Reason), (int)Counter);

    /// <summary>The line that the kernel puts before a dump that is not packed (psz_kmsg_read).</summary>
    public string TotalLine => $"{ReasonWord(Reason)}: Total {(int)Counter} times\n";

    /// <summary>The kernel's word for a reason (kmsg_dump_reason_str from 5.8 on).</summary>
    public static string ReasonWord(uint reason) => reason switch
    {
        1 => "Panic",
        2 => "Oops",
        3 => "Emergency",
        4 => "Shutdown",
        _ => "Unknown",
    };

    /// <summary>Whether the magic number stands at the front.</summary>
    public static bool HasMagic(ReadOnlySpan<byte> data, bool bigEndian) => data.Length >= sizeof(uint) && Word(data, 0, bigEndian) == Magic;

    /// <summary>Reads the fields at the front of <paramref name="data"/>, which has them all; the magic number is not looked at.</summary>
    public static KmsgHeader Read(ReadOnlySpan<byte> data, KmsgHeaderLayout layout, bool bigEndian)
    {
        long nanoseconds = layout.WordSize == 8 ? Long(data, layout.Nanoseconds, bigEndian) : (int)Word(data, layout.Nanoseconds, bigEndian);
        var time = new RecordTime(Long(data, layout.Seconds, bigEndian), (int)Math.Clamp(nanoseconds, 0, NanosecondsOfSecond - 1));
        return new KmsgHeader(time, data[layout.Compressed] != 0, Word(data, layout.Counter, bigEndian), Word(data, layout.Reason, bigEndian));
    }

    /// <summary>
    /// Whether the bytes can be such a header: every field in its range, and zeros where it has no field, since the kernel
    /// clears a zone before it fills it. It tells the layouts apart.
    /// </summary>
    public static bool IsPlausible(ReadOnlySpan<byte> data, KmsgHeaderLayout layout, bool bigEndian)
    {
        const uint mostReasons = 16;
        if (data.Length < layout.Size) return false;
        long nanoseconds = layout.WordSize == 8 ? Long(data, layout.Nanoseconds, bigEndian) : (int)Word(data, layout.Nanoseconds, bigEndian);
        return nanoseconds is >= 0 and < NanosecondsOfSecond
            && data[layout.Compressed] <= 1
            && Word(data, layout.Reason, bigEndian) < mostReasons
            && IsZero(data, sizeof(uint), layout.Seconds)
            && IsZero(data, layout.Nanoseconds + layout.WordSize, layout.Compressed)
            && IsZero(data, layout.Compressed + 1, layout.Counter)
            && IsZero(data, layout.Reason + sizeof(uint), layout.Size);
    }

    private static bool IsZero(ReadOnlySpan<byte> data, int from, int to) => data[from..to].IndexOfAnyExcept((byte)0) < 0;

    private static uint Word(ReadOnlySpan<byte> data, int at, bool bigEndian) => bigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(data[at..])
        : BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);

    private static long Long(ReadOnlySpan<byte> data, int at, bool bigEndian) => bigEndian
        ? BinaryPrimitives.ReadInt64BigEndian(data[at..])
        : BinaryPrimitives.ReadInt64LittleEndian(data[at..]);
}
