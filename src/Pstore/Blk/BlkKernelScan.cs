using Pstore.Kernel;
using Pstore.Ram;
using Pstore.Records;

namespace Pstore.Blk;

/// <summary>Makes the files of one kernel's view of a store, in the order in which it shows them: dmesg, ftrace, pmsg, console.</summary>
internal sealed class BlkKernelScan(
    IReadOnlyList<AttachedZone> zones, KmsgHeaderLayout headers, KernelViewOptions options, WriterFormat writer)
{
    private readonly KernelDecompressor _decompressor = new(DumpBufferSize(zones, headers), options);

    public List<PstoreFile> Files { get; } = [];

    public List<Diagnostic> Diagnostics { get; } = [];

    public void Run()
    {
        if (BlkAttachment.FindFailing(zones) is { } failing)
        {
            Note(failing, DiagnosticId.RecoveryFails, "start is larger than datalen: recovery fails as a whole");
            return;
        }

        foreach (ZoneKind kind in ZoneFormat.Blk.ReadingOrder)
        {
            if (kind == ZoneKind.Ftrace) AddTrace();
            else if (!AddAll(kind)) return;
        }
    }

    private bool AddAll(ZoneKind kind)
    {
        foreach (AttachedZone zone in zones)
        {
            if (zone.Zone.Kind != kind || !zone.HasRecord) continue;
            if (kind == ZoneKind.Dmesg && !AddDump(zone)) return false;
            if (kind != ZoneKind.Dmesg) Files.Add(new PstoreFile($"{kind.Name()}-{zone.Format.Backend}-0", kind, zone.Log(), 0, null));
        }

        return true;
    }

    /// <summary>Adds a dump. False when it ends the kernel's scan.</summary>
    private bool AddDump(AttachedZone zone)
    {
        ReadOnlyMemory<byte> log = zone.Log();
        if (zone.Data.Length < headers.Size || !KmsgHeader.HasMagic(zone.Data.Span, options.BigEndian))
        {
            Note(zone, DiagnosticId.BadDumpHeader, "no header of a dump");
            return true;
        }

        // Of one that is too short for its header the kernel takes a negative size: a packed one fails, of a plain one nothing is certain.
        KmsgHeader header = KmsgHeader.Read(zone.Data.Span, headers, options.BigEndian);
        if (header.Compressed && log.Length <= headers.Size)
        {
            Note(zone, DiagnosticId.ScanEndsHere, "a packed dump without a payload ends the scan");
            return false;
        }

        if (log.Length < headers.Size)
        {
            Note(zone, DiagnosticId.BadDumpHeader, "the dump is shorter than its header");
            return true;
        }

        ReadOnlyMemory<byte> payload = log[headers.Size..];
        bool isPacked = false;
        if (!header.Compressed) payload = KmsgPayload.WithTotalLine(header, payload.Span);
        else if (_decompressor.TryDecompress(payload.Span) is { } text) payload = text;
        else isPacked = true;

        string name = $"{zone.Zone.Kind.Name()}-{zone.Format.Backend}-{zone.Zone.Index}{(isPacked ? ".enc.z" : "")}";
        Files.Add(new PstoreFile(name, ZoneKind.Dmesg, payload, 0, header.Time.Seconds == 0 ? null : header.Time));
        return true;
    }

    /// <summary>The traces of all CPUs, merged; of one alone too, which leaves out part of an entry at its front.</summary>
    private void AddTrace()
    {
        var logs = new List<ReadOnlyMemory<byte>>();
        foreach (AttachedZone zone in zones)
            if (zone.Zone.Kind == ZoneKind.Ftrace && zone.HasRecord) logs.Add(zone.Log());
        if (logs.Count == 0) return;
        FtraceFormat format = FtraceFormatProbe.Choose(logs, writer, options.Writer);
        byte[] merged = FtraceMerge.Merge(logs, format);
        if (merged.Length > 0) Files.Add(new PstoreFile($"ftrace-{ZoneFormat.Blk.Backend}-0", ZoneKind.Ftrace, merged, 0, null, format));
    }

    private void Note(AttachedZone zone, DiagnosticId id, string message) =>
        Diagnostics.Add(new Diagnostic(id, Severity.Warning, $"{options.Reader}: {message}", zone.Zone.Name, zone.Zone.Offset));

    private static long DumpBufferSize(IReadOnlyList<AttachedZone> zones, KmsgHeaderLayout headers)
    {
        foreach (AttachedZone zone in zones)
            if (zone.Zone.Kind == ZoneKind.Dmesg) return Math.Max(0, zone.Zone.DataSize - headers.Size);
        return 0;
    }
}
