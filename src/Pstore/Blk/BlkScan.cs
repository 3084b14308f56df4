using System.Buffers.Binary;
using Pstore.Ram;

namespace Pstore.Blk;

/// <summary>
/// Searches a store, piece by piece, for the headers of its zones, in either byte order. Zones need not be aligned:
/// the ftrace zones share their size, and what lies behind them follows.
/// </summary>
/// <param name="total">Bytes of the store.</param>
public sealed class BlkScan(long total)
{
    /// <summary>Bytes that the next piece has to repeat of the one before.</summary>
    public const int Overlap = BlkZones.StartSize;

    // Three bytes are common to all signatures; the kind is in the fourth.
    private static ReadOnlySpan<byte> LittleMark => "BGC"u8;

    private static ReadOnlySpan<byte> BigMark => "CGB"u8;

    // What user space wrote to pmsg may look like headers: some are kept, as the length of that zone may be wrong.
    private const int MostInPmsg = 1024;

    private readonly List<BlkHit> _hits = [];
    private long _next;
    private long _pmsgEnd;
    private int _inPmsg;

    /// <summary>What was found, by offset; no more than <see cref="Limits.MaxHeaderHits"/>.</summary>
    public IReadOnlyList<BlkHit> Hits => _hits;

    /// <summary>Looks through one piece, for headers that begin in it and not in its last bytes, which the next one repeats.</summary>
    /// <param name="chunk">The bytes, at least <see cref="Overlap"/>.</param>
    /// <param name="offset">Where they lie in the store: behind those of the piece before.</param>
    public void Add(ReadOnlySpan<byte> chunk, long offset)
    {
        long first = Math.Max(0, _next - offset);
        if (first > chunk.Length - Overlap) return;
        _next = offset + chunk.Length - Overlap + 1;
        int before = _hits.Count;
        if (offset == 0) FindPmsg(chunk);
        Span<byte> magic = stackalloc byte[sizeof(uint)];
        foreach (bool bigEndian in (ReadOnlySpan<bool>)[false, true])
        {
            Search(chunk, (int)first, offset, bigEndian ? BigMark : LittleMark, bigEndian ? 0 : 1, bigEndian);
            if (bigEndian) BinaryPrimitives.WriteUInt32BigEndian(magic, KmsgHeader.Magic);
            else BinaryPrimitives.WriteUInt32LittleEndian(magic, KmsgHeader.Magic);
            Search(chunk, (int)first, offset, magic, Limits.ZoneHeaderSize, bigEndian);
        }

        if (_hits.Count > before + 1) _hits.Sort(before, _hits.Count - before, ByOffset.Instance);
    }

    private void FindPmsg(ReadOnlySpan<byte> front)
    {
        foreach (bool bigEndian in (ReadOnlySpan<bool>)[false, true])
        {
            ZoneHeader header = ZoneHeader.Read(front, bigEndian, ZoneFormat.Blk);
            if (KindOf(header.Signature) == ZoneKind.Pmsg && header.Start <= header.Size) _pmsgEnd = Limits.ZoneHeaderSize + (long)header.Size;
        }
    }

    /// <summary>Goes from one mark to the next; a header begins <paramref name="place"/> bytes before its mark.</summary>
    private void Search(ReadOnlySpan<byte> chunk, int first, long offset, ReadOnlySpan<byte> mark, int place, bool bigEndian)
    {
        ReadOnlySpan<byte> area = chunk[..Math.Min(chunk.Length, chunk.Length - Overlap + place + mark.Length)];
        int at = first + place;
        while (_hits.Count < Limits.MaxHeaderHits && at < area.Length)
        {
            int found = area[at..].IndexOf(mark);
            if (found < 0) return;
            at += found;
            Consider(chunk[(at - place)..], offset + at - place, bigEndian, wantsSignature: mark.Length < sizeof(uint));
            at++;
        }
    }

    private void Consider(ReadOnlySpan<byte> zone, long offset, bool bigEndian, bool wantsSignature)
    {
        ZoneHeader header = ZoneHeader.Read(zone, bigEndian, ZoneFormat.Blk);
        ZoneKind? kind = KindOf(header.Signature);
        bool hasMagic = KmsgHeader.HasMagic(zone[Limits.ZoneHeaderSize..], bigEndian);
        if (!wantsSignature)
        {
            // With its signature it is found by that.
            if (kind != ZoneKind.Dmesg) Add(new BlkHit(offset, ZoneKind.Dmesg, header, bigEndian, HasSignature: false, HasMagic: true));
            return;
        }

        // A zone that is aligned is one with broken counters too.
        long room = total - offset - Limits.ZoneHeaderSize;
        if (kind is not { } known || ((header.Size > room || header.Start > room) && offset % BlkSizes.SectorSize != 0)) return;
        Add(new BlkHit(offset, known, header, bigEndian, HasSignature: true, hasMagic && known == ZoneKind.Dmesg));
    }

    private void Add(BlkHit hit)
    {
        if (hit.Offset == 0 || hit.Offset >= _pmsgEnd || ++_inPmsg <= MostInPmsg) _hits.Add(hit);
    }

    private static ZoneKind? KindOf(uint signature)
    {
        foreach (ZoneKind kind in ZoneFormat.Blk.ReadingOrder)
            if (ZoneFormat.Blk.Signature(kind, default) == signature) return kind;
        return null;
    }

    private sealed class ByOffset : IComparer<BlkHit>
    {
        public static readonly ByOffset Instance = new();

        public int Compare(BlkHit? x, BlkHit? y) => (x?.Offset ?? 0).CompareTo(y?.Offset ?? 0);
    }
}
