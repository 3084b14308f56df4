using Pstore.Ram;
using Pstore.Records;
using Pstore.Text;

namespace Pstore.Recovery;

/// <summary>
/// Finds records in bytes that no header vouches for: cleared zones, what lies behind the valid bytes, zones with lost headers.
/// A dump is known by its header line, other logs by being text.
/// </summary>
/// <param name="data">The bytes.</param>
/// <param name="offset">Where they begin in the region.</param>
/// <param name="zoneName">Name of their zone.</param>
/// <param name="origin">How finds are marked.</param>
/// <param name="zoneSize">Bytes of the zone.</param>
/// <param name="budget">Bytes that may still be unpacked.</param>
internal sealed class StaleData(ReadOnlyMemory<byte> data, int offset, string zoneName, RecordOrigin origin, int zoneSize, UnpackBudget budget)
{
    private readonly List<RecoveredRecord> _records = [];

    /// <summary>What can be found for a zone of this kind.</summary>
    public List<RecoveredRecord> Find(ZoneKind kind, int id)
    {
        if (data.Span.IndexOfAnyExcept((byte)0) < 0 || data.Span.IndexOfAnyExcept((byte)0xFF) < 0) return _records;
        if (kind == ZoneKind.Pmsg && AndroidLog.TryFindStretch(data.Span, out Range android)) Add(kind, id, data[android], android.Start.Value);
        else if (kind == ZoneKind.Dmesg) FindDumps(id);
        else FindText(kind, id, 0, data.Length);
        return _records;
    }

    private void FindDumps(int id)
    {
        int at = 0;
        while (_records.Count < Limits.MaxFindsPerZone)
        {
            int mark = DumpMarks.Find(data.Span, at);
            FindText(ZoneKind.Dmesg, id, at, mark < 0 ? data.Length : mark);
            if (mark < 0) return;
            at = Math.Max(mark + DmesgHeader.Mark.Length, AddDump(mark, id));
        }
    }

    private int AddDump(int mark, int id)
    {
        var reader = new DumpReader(data, zoneSize, endKnown: false, budget);
        if (!reader.TryRead(mark, out Dump dump)) return mark;
        if (dump.Packing.Kind == Compression.CompressionKind.None && !dump.Packing.IsWhole)
        {
            // Only the first bytes of a packed dump are left, or nothing of it: the line alone says that there was one.
            return mark + dump.Header.LineLength;
        }

        if (dump.Text.Length > 0)
        {
            _records.Add(Record(ZoneKind.Dmesg, id, dump.Text, data[dump.At..dump.End], dump.At) with
            {
                Time = dump.Header.Time,
                Packing = dump.Packing,
            });
        }

        return dump.End;
    }

    private void FindText(ZoneKind kind, int id, int from, int to)
    {
        ReadOnlySpan<byte> area = data.Span[..to];
        while (_records.Count < Limits.MaxFindsPerZone && PrintableText.TryFindRun(area, from, out int start, out int length))
        {
            Add(kind, id, data.Slice(start, length), start);
            from = start + length;
        }
    }

    private void Add(ZoneKind kind, int id, ReadOnlyMemory<byte> content, int start) =>
        _records.Add(Record(kind, id, content, content, start));

    private RecoveredRecord Record(ZoneKind kind, int id, ReadOnlyMemory<byte> content, ReadOnlyMemory<byte> raw, int start) => new()
    {
        Kind = kind,
        Id = id,
        Origin = origin,
        Number = _records.Count + 1,
        Content = content,
        Raw = raw,
        Offset = offset + start,
        ZoneName = zoneName,
        Packing = PackingInfo.Plain(raw.Length),
    };
}
