using System.Buffers.Binary;

namespace Pstore.Ram;

/// <summary>
/// The 12 bytes at the front of each zone: in ramoops struct persistent_ram_buffer, unchanged since 3.5.
/// <code>
/// 0  u32 sig    0x43474244 xor the zone's own value (ftrace: LINUX_VERSION_CODE, others: 0)
/// 4  u32 start  where the next byte goes in data[]; the oldest byte once the ring has wrapped
/// 8  u32 size   valid bytes in data[]
/// </code>
/// Other backends have the same fields in another order (<see cref="ZoneFormat"/>). Integers have the byte order of the
/// machine that wrote them.
/// </summary>
/// <param name="Signature">sig.</param>
/// <param name="Start">start.</param>
/// <param name="Size">size.</param>
public readonly record struct ZoneHeader(uint Signature, uint Start, uint Size)
{
    /// <summary>PERSISTENT_RAM_SIG, "DBGC" in memory on a little-endian machine.</summary>
    public const uint BaseSignature = 0x43474244;

    /// <summary>Whether start and size can be those of a ring of <paramref name="dataSize"/> bytes.</summary>
    public bool Fits(int dataSize) => Size <= (uint)dataSize && Start <= Size;

    /// <summary>Whether nothing is recorded: start and size are 0.</summary>
    public bool IsEmpty => Start == 0 && Size == 0;

    /// <summary>The kernel version in the signature of an ftrace zone, or null where it can't be one.</summary>
    public KernelVersion? TraceKernel => KernelVersion.TryFromCode(Signature ^ BaseSignature, out KernelVersion kernel) ? kernel : null;

    /// <summary>Reads the header at the front of <paramref name="zone"/>, which has at least 12 bytes.</summary>
    public static ZoneHeader Read(ReadOnlySpan<byte> zone, bool bigEndian) => Read(zone, bigEndian, ZoneFormat.Ramoops);

    /// <summary>Reads the header of a zone of any backend.</summary>
    public static ZoneHeader Read(ReadOnlySpan<byte> zone, bool bigEndian, ZoneFormat format)
    {
        return new ZoneHeader(Field(zone, 0, bigEndian), Field(zone, format.StartAt, bigEndian), Field(zone, format.SizeAt, bigEndian));

        static uint Field(ReadOnlySpan<byte> zone, int at, bool bigEndian) => bigEndian
            ? BinaryPrimitives.ReadUInt32BigEndian(zone[at..])
            : BinaryPrimitives.ReadUInt32LittleEndian(zone[at..]);
    }

    /// <summary>The signature that a zone must have when <paramref name="kernel"/> uses it.</summary>
    public static uint ExpectedSignature(ZoneKind kind, KernelVersion kernel) =>
        kind == ZoneKind.Ftrace ? BaseSignature ^ kernel.Code : BaseSignature;
}
