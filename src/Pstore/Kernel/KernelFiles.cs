using Pstore.Compression;
using Pstore.Ecc;
using Pstore.Ram;
using Pstore.Records;
using Pstore.Text;

namespace Pstore.Kernel;

/// <summary>Makes the files of one kernel's view: names, notices, decompression (ramoops_pstore_read, pstore_mkfile).</summary>
internal sealed class KernelFiles(RamoopsLayout layout, KernelViewOptions options, WriterFormat writer)
{
    private readonly KernelVersion _reader = options.Reader;
    private readonly KernelDecompressor _decompressor = new(DumpBufferSize(layout, options.Reader), options);

    public List<PstoreFile> Files { get; } = [];

    public List<Diagnostic> Diagnostics { get; } = [];

    public void NoteDropped(AttachedZone zone) => Diagnostics.Add(new Diagnostic(
        DiagnosticId.NoDmesgHeader, Severity.Warning, $"{_reader} throws the record away: it has no header line", zone.Zone.Name, zone.Zone.DataOffset));

    /// <summary>Adds a dmesg record. False when it ends the kernel's scan.</summary>
    public bool AddDmesg(AttachedZone zone, ReadOnlyMemory<byte> log, DmesgHeader header)
    {
        ReadOnlyMemory<byte> payload = KernelChanges.HeaderStripped.In(_reader) ? log[header.Length..] : log;
        byte[] notice = Notice(zone.Ecc);
        if (EndsScan(payload.Length, notice.Length, zone)) return false;

        bool compressed = header.Compressed;
        byte[] trailer = notice;
        if (compressed && _decompressor.TryDecompress(payload.Span) is { } text)
        {
            compressed = false;
            payload = text;
            if (!KernelChanges.LzoAndLz4.In(_reader)) trailer = [];
        }

        string name = $"dmesg-ramoops-{zone.Zone.Index}{(compressed ? ".enc.z" : "")}";
        Files.Add(new PstoreFile(name, ZoneKind.Dmesg, Join(payload, trailer), trailer.Length, FileTime(header)));
        return true;
    }

    /// <summary>Adds a console, pmsg or undivided ftrace record. False when it ends the kernel's scan.</summary>
    public bool Add(AttachedZone zone, ReadOnlyMemory<byte> log) => Add(zone.Zone.Kind, log, zone.Ecc, zone);

    /// <summary>Adds the ftrace record of kernels from 4.10: the zones merged where there is one for each CPU.</summary>
    public void AddFtrace(IReadOnlyList<AttachedZone> zones)
    {
        if (zones.Count == 0) return;
        if (!layout.Parameters.FtracePerCpu)
        {
            Add(zones[0], zones[0].Log());
            return;
        }

        List<ReadOnlyMemory<byte>> logs = zones.Select(zone => zone.Log()).ToList();
        byte[] merged = FtraceMerge.Merge(logs, FormatOf(logs));
        EccStatistics ecc = zones.Aggregate(default(EccStatistics), (sum, zone) => sum + zone.Ecc);
        Add(ZoneKind.Ftrace, merged, ecc, zones[0]);
    }

    private bool Add(ZoneKind kind, ReadOnlyMemory<byte> log, EccStatistics ecc, AttachedZone zone)
    {
        byte[] notice = Notice(ecc);
        if (EndsScan(log.Length, notice.Length, zone)) return false;
        bool hasId = kind == ZoneKind.Pmsg || KernelChanges.ConsoleNameHasId.In(_reader);
        FtraceFormat? trace = kind == ZoneKind.Ftrace ? FormatOf([log]) : null;
        Files.Add(new PstoreFile($"{kind.Name()}-ramoops{(hasId ? "-0" : "")}", kind, Join(log, notice), notice.Length, null, trace));
        return true;
    }

    private FtraceFormat FormatOf(IReadOnlyList<ReadOnlyMemory<byte>> logs) => FtraceFormatProbe.Choose(logs, writer, options.Writer);

    /// <summary>A read that returns 0 ends the kernel's scan. Before 4.6 the notice counted as part of what was read.</summary>
    private bool EndsScan(int length, int noticeLength, AttachedZone zone)
    {
        if (length > 0 || (noticeLength > 0 && !KernelChanges.LzoAndLz4.In(_reader))) return false;
        Diagnostics.Add(new Diagnostic(
            DiagnosticId.ScanEndsHere, Severity.Warning, $"{_reader} stops reading at this record without payload and shows no later one", zone.Zone.Name, zone.Zone.Offset));
        return true;
    }

    private byte[] Notice(EccStatistics ecc) =>
        layout.Parameters.EccSize == 0 ? [] : Ascii.Bytes(EccNotice.Text(ecc, _reader));

    private RecordTime? FileTime(DmesgHeader header)
    {
        if (header.Seconds == 0) return null;
        ulong nanoseconds = KernelChanges.MicrosecondsScaled.In(_reader) ? unchecked(header.Fraction * 1000) : header.Fraction;
        return RecordTime.Carry(header.Seconds, nanoseconds);
    }

    private static ReadOnlyMemory<byte> Join(ReadOnlyMemory<byte> payload, byte[] notice)
    {
        if (notice.Length == 0) return payload;
        byte[] joined = new byte[payload.Length + notice.Length];
        payload.CopyTo(joined);
        notice.CopyTo(joined.AsSpan(payload.Length));
        return joined;
    }

    private static long DumpBufferSize(RamoopsLayout layout, KernelVersion reader)
    {
        if (KernelChanges.BufferSizeFromZone.In(reader))
            return layout.Of(ZoneKind.Dmesg).FirstOrDefault()?.DataSize ?? 0;
        long record = layout.Parameters.RecordSize;
        return layout.Parameters.ConsoleSize > 0 ? Math.Max(record, 1024) : record;
    }
}
