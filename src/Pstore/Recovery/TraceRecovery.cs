using Pstore.Ecc;
using Pstore.Ram;
using Pstore.Records;

namespace Pstore.Recovery;

/// <summary>Joins the ftrace zones into one record for each kernel version that wrote them, and finds what is left in cleared ones.</summary>
internal sealed class TraceRecovery(IReadOnlyList<AttachedZone> zones, KernelVersion kernel, WriterFormat writer)
{
    private const int LeastEntries = 4;

    /// <summary>The trace of the kernel that wrote the region first, then others.</summary>
    public void Run(RecordCollector records)
    {
        foreach (IGrouping<KernelVersion, AttachedZone> group in zones.Where(zone => zone.HasRecord).GroupBy(Writer).OrderBy(group => !IsReader(group.Key)))
        {
            RecordOrigin origin = IsReader(group.Key) ? RecordOrigin.Live : RecordOrigin.OtherKernel;
            if (Join(group.ToList(), group.Key, origin) is { } record) records.Add(record);
        }

        foreach (AttachedZone zone in zones)
            if ((FindFlipped(zone, records) ?? FindStale(zone)) is { } record) records.Add(record);
    }

    /// <summary>The word size that the entries speak for.</summary>
    public static int? WordSize(IReadOnlyList<AttachedZone> zones, bool bigEndian, KernelVersion kernel)
    {
        List<ReadOnlyMemory<byte>> logs = zones.Where(zone => zone.Zone.Kind == ZoneKind.Ftrace && zone.HasRecord).Select(zone => zone.Log()).ToList();
        return logs.Count == 0 ? null : FtraceFormatProbe.WordSize(logs, bigEndian, kernel);
    }

    private KernelVersion Writer(AttachedZone zone) => zone.Format.HasTraceKernel ? zone.Header.TraceKernel ?? default : kernel;

    private bool IsReader(KernelVersion version) => version.Code == kernel.Code || (kernel.IsSeries && version.SameSeries(kernel));

    private RecoveredRecord? Join(List<AttachedZone> group, KernelVersion version, RecordOrigin origin)
    {
        List<ReadOnlyMemory<byte>> logs = group.Select(zone => zone.Log()).ToList();
        FtraceFormat format = FtraceFormatProbe.Choose(logs, writer, version);
        ReadOnlyMemory<byte> merged = logs.Count == 1 ? logs[0][(logs[0].Length % format.EntrySize)..] : FtraceMerge.Merge(logs, format);
        if (merged.Length == 0) return null;
        return Record(group[0], merged, format, origin, version) with
        {
            Ecc = group.Aggregate(default(EccStatistics), (sum, zone) => sum + zone.Ecc),
        };
    }

    /// <summary>A ring whose signature lost some bits. Where the signature has a version in it, that can't be told from another version's.</summary>
    private RecoveredRecord? FindFlipped(AttachedZone zone, RecordCollector records)
    {
        if (zone.Format.HasTraceKernel || zone.HasRecord || !ZoneLog.TryGet(zone, records, out ReadOnlyMemory<byte> log, out RecordOrigin origin)) return null;
        FtraceFormat format = FtraceFormatProbe.Choose([log], writer, kernel);
        log = log[(log.Length % format.EntrySize)..];
        return log.IsEmpty ? null : Record(zone, log, format, origin, kernel) with { Number = zone.Zone.Index + 1 };
    }

    /// <summary>Entries in bytes that no header vouches for: as long as they look like a trace.</summary>
    private RecoveredRecord? FindStale(AttachedZone zone)
    {
        if (zone.State == ZoneState.OutsideImage) return null;
        FtraceFormat format = FtraceFormat.For(writer, kernel);
        int size = format.EntrySize;
        int from = zone.HasRecord ? ((int)zone.Header.Size + size - 1) / size * size : 0;
        if (from >= zone.Zone.DataSize || zone.Data.Span[from..].IndexOfAnyExcept((byte)0) < 0) return null;
        zone.RepairAll();
        int end = from;
        while (end + size <= zone.Data.Length && LooksRight(zone.Data.Span[end..], format)) end += size;
        if (end - from < LeastEntries * size) return null;
        return Record(zone, zone.Data[from..end], format, RecordOrigins.OfStale(zone, from), kernel) with
        {
            Number = zone.Zone.Index + 1,
            Offset = zone.Zone.DataOffset + from,
        };
    }

    private static bool LooksRight(ReadOnlySpan<byte> bytes, in FtraceFormat format)
    {
        FtraceEntry entry = FtraceReader.Read(bytes, format);
        return FtraceFormatProbe.IsKernelAddress(entry.Ip, format) && FtraceFormatProbe.IsKernelAddress(entry.ParentIp, format);
    }

    private static RecoveredRecord Record(AttachedZone zone, ReadOnlyMemory<byte> entries, FtraceFormat format, RecordOrigin origin, KernelVersion version) => new()
    {
        Kind = ZoneKind.Ftrace,
        Id = 0,
        Backend = zone.Format.Backend,
        Origin = origin,
        Content = entries,
        Raw = entries,
        Offset = zone.Zone.DataOffset,
        ZoneName = zone.Zone.Name,
        Packing = PackingInfo.Plain(entries.Length),
        Trace = format,
        TraceKernel = version,
    };
}
