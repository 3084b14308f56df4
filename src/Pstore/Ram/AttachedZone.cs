using System.Numerics;
using Pstore.Blk;
using Pstore.Ecc;

namespace Pstore.Ram;

/// <summary>
/// A zone as a kernel finds it at attach time: header repaired where ECC can, judged, and its data repaired
/// (persistent_ram_post_init, persistent_ram_ecc_old). The region itself is never changed.
/// </summary>
public sealed class AttachedZone
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly ReedSolomonRules _rules;
    private ReadOnlyMemory<byte> _data;
    private int _repairedTo;

    private AttachedZone(Zone zone, ReadOnlyMemory<byte> bytes, ReedSolomonRules rules, ZoneFormat format)
    {
        Zone = zone;
        Format = format;
        _bytes = bytes;
        _rules = rules;
    }

    /// <summary>The zone.</summary>
    public Zone Zone { get; }

    /// <summary>How such a zone looks.</summary>
    public ZoneFormat Format { get; }

    /// <summary>The signature that the zone must have.</summary>
    public uint WantedSignature { get; private init; }

    /// <summary>Bits in which its signature differs from that.</summary>
    public int FlippedSignatureBits => BitOperations.PopCount(Header.Signature ^ WantedSignature);

    /// <summary>The header after ECC.</summary>
    public ZoneHeader Header { get; private init; }

    /// <summary>What the header says.</summary>
    public ZoneState State { get; private set; }

    /// <summary>What ECC corrected and could not correct so far, header included.</summary>
    public EccStatistics Ecc { get; private set; }

    /// <summary>Whether the zone has a record that this kernel shows or drops for other reasons than its header.</summary>
    public bool HasRecord => State == ZoneState.Valid;

    /// <summary>Whether size was written and start was not, or the other way round: a ring that is not full starts at 0.</summary>
    public bool IsTorn => State == ZoneState.Valid && Format.IsRing(Zone.Kind) && Header.Size < (uint)Zone.DataSize && Header.Start < Header.Size;

    /// <summary>The data area with its first <see cref="ZoneHeader.Size"/> bytes repaired (all of it if <see cref="RepairAll"/> was called).</summary>
    public ReadOnlyMemory<byte> Data => _data;

    /// <summary>Judges a zone. Nothing is assumed of the bytes but that they may end early.</summary>
    /// <param name="region">The whole region.</param>
    /// <param name="zone">The zone in it.</param>
    /// <param name="signature">The signature that the zone must have.</param>
    /// <param name="bigEndian">Byte order of the header.</param>
    /// <param name="rules">How over-damaged code words are treated.</param>
    /// <param name="anyKernel">Whether an ftrace zone may have the signature of any kernel version.</param>
    public static AttachedZone Attach(
        ReadOnlyMemory<byte> region, Zone zone, uint signature, bool bigEndian, ReedSolomonRules rules, bool anyKernel = false) =>
        Attach(region, zone, signature, bigEndian, rules, anyKernel, ZoneFormat.Ramoops);

    /// <summary>Judges a zone of pstore_zone, which has no ECC (psz_recover_zone, psz_kmsg_recover_meta).</summary>
    public static AttachedZone AttachBlk(ReadOnlyMemory<byte> store, Zone zone, bool bigEndian)
    {
        AttachedZone attached = Attach(store, zone, ZoneFormat.Blk.Signature(zone.Kind, default), bigEndian, ReedSolomonRules.Strict, anyKernel: false, ZoneFormat.Blk);
        if (attached.State == ZoneState.BadSignature && !BlkZones.IsInUse(store.Span.Slice(zone.Offset, Math.Min(zone.Size, BlkZones.StartSize)), zone, bigEndian))
            attached.State = ZoneState.Unused;
        return attached;
    }

    /// <summary>A zone that is not read: it lies in a bad block.</summary>
    public static AttachedZone InBadBlock(Zone zone, ZoneFormat format) =>
        new(zone, default, ReedSolomonRules.Strict, format) { State = ZoneState.BadBlock };

    private static AttachedZone Attach(
        ReadOnlyMemory<byte> region, Zone zone, uint signature, bool bigEndian, ReedSolomonRules rules, bool anyKernel, ZoneFormat format)
    {
        if (zone.End > region.Length) return new AttachedZone(zone, default, rules, format) { State = ZoneState.OutsideImage };
        ReadOnlyMemory<byte> bytes = region.Slice(zone.Offset, zone.Size);
        Span<byte> fixedHeader = stackalloc byte[Limits.ZoneHeaderSize];
        EccStatistics ecc = ZoneEcc.RepairHeader(bytes.Span, zone.Ecc, rules, fixedHeader);
        ZoneHeader header = ZoneHeader.Read(fixedHeader, bigEndian, format);
        if (!format.IsRing(zone.Kind)) header = header with { Start = 0 };
        if (anyKernel && zone.Kind == ZoneKind.Ftrace && header.TraceKernel != null) signature = header.Signature;
        var attached = new AttachedZone(zone, bytes, rules, format)
        {
            Header = header,
            WantedSignature = signature,
            State = Judge(header, signature, zone.DataSize, format),
            Ecc = ecc,
            _data = bytes.Slice(Limits.ZoneHeaderSize, zone.DataSize),
        };
        if (attached.HasRecord) attached.Repair((int)header.Size);
        return attached;
    }

    /// <summary>The record: valid bytes, oldest first; empty without one.</summary>
    public ReadOnlyMemory<byte> Log() => HasRecord ? RingSpans.Unroll(Data, (int)Header.Start, (int)Header.Size) : default;

    /// <summary>Repairs the data area beyond the valid bytes too, where the parity of earlier contents still fits.</summary>
    public void RepairAll() => Repair(Zone.DataSize);

    private void Repair(int used)
    {
        if (Zone.Ecc.Blocks == 0 || used <= _repairedTo) return;
        EccStatistics found = ZoneEcc.RepairData(_bytes.Span, Zone.Ecc, used, _rules, out byte[]? repaired);
        if (repaired != null) _data = repaired;

        // The record's counters are those of its own bytes, as the kernel counts them.
        if (_repairedTo == 0 && HasRecord) Ecc += found;
        _repairedTo = used;
    }

    private static ZoneState Judge(ZoneHeader header, uint signature, int dataSize, ZoneFormat format)
    {
        if (header.Signature != signature) return ZoneState.BadSignature;

        // pstore_zone leaves start as it is when it erases a zone.
        if (header.Size == 0) return header.Start == 0 || format.HasKmsgHeader ? ZoneState.Empty : ZoneState.StartWithoutSize;
        if (header.Size > (uint)dataSize) return ZoneState.SizeExceedsZone;
        return header.Start > header.Size ? ZoneState.StartExceedsSize : ZoneState.Valid;
    }
}
