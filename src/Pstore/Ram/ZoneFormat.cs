namespace Pstore.Ram;

/// <summary>
/// What differs between the backends in a zone: the order of the fields in its 12 bytes of header, its signature, and
/// what stands in front of a dump. All of it has one shape: signature, two counters, a ring of data.
/// </summary>
/// <param name="Backend">The name of the backend in the names of pstorefs.</param>
/// <param name="StartAt">Byte offset of the ring's start in the header.</param>
/// <param name="SizeAt">Byte offset of the number of valid bytes in the header.</param>
/// <param name="HasKmsgHeader">Whether a dmesg zone holds one dump with a binary header, and no ring: start says nothing then.</param>
/// <param name="ReadingOrder">The kinds in the order in which the newest kernels show them.</param>
public sealed record ZoneFormat(string Backend, int StartAt, int SizeAt, bool HasKmsgHeader, IReadOnlyList<ZoneKind> ReadingOrder)
{
    /// <summary>struct persistent_ram_buffer: sig, start, size (fs/pstore/ram_core.c, 3.5 to 7.3).</summary>
    public static readonly ZoneFormat Ramoops = new(
        "ramoops", 4, 8, HasKmsgHeader: false, [ZoneKind.Dmesg, ZoneKind.Console, ZoneKind.Pmsg, ZoneKind.Ftrace]);

    /// <summary>struct psz_buffer: sig, datalen, start (fs/pstore/zone.c, 5.8 to 7.3); pstore_blk and mtdpstore.</summary>
    public static readonly ZoneFormat Blk = new(
        "pstore_blk", 8, 4, HasKmsgHeader: true, [ZoneKind.Dmesg, ZoneKind.Ftrace, ZoneKind.Pmsg, ZoneKind.Console]);

    /// <summary>The signature of a zone that <paramref name="kernel"/> writes; pstore_zone's depend on the kind alone.</summary>
    public uint Signature(ZoneKind kind, KernelVersion kernel) =>
        HasKmsgHeader ? ZoneHeader.BaseSignature ^ TypeOf(kind) : ZoneHeader.ExpectedSignature(kind, kernel);

    /// <summary>Whether a signature is exactly that of a kind of zone, of which there are several.</summary>
    public bool IsOfSomeKind(uint signature)
    {
        foreach (ZoneKind kind in ReadingOrder)
            if (Signature(kind, default) == signature) return true;
        return false;
    }

    /// <summary>Whether the signature of a trace's zone names the kernel that wrote it.</summary>
    public bool HasTraceKernel => !HasKmsgHeader;

    /// <summary>Whether start and size make a ring in such a zone: they don't in a zone of one dump.</summary>
    public bool IsRing(ZoneKind kind) => !HasKmsgHeader || kind != ZoneKind.Dmesg;

    // enum pstore_type_id.
    private static uint TypeOf(ZoneKind kind) => kind switch
    {
        ZoneKind.Console => 2,
        ZoneKind.Ftrace => 3,
        ZoneKind.Pmsg => 7,
        _ => 0,
    };
}
