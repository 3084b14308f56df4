using Pstore.Ecc;
using Pstore.Ram;

namespace Pstore.Blk;

/// <summary>Places zones one behind the other and refuses what the kernel refuses.</summary>
internal sealed class BlkLayoutBuilder(BlkParameters parameters)
{
    private readonly List<Zone> _zones = [];
    private readonly List<Diagnostic> _notes = [];
    private long _cursor;
    private Diagnostic? _error;

    public BlkLayoutResult Build()
    {
        bool placed = HasSizes() && Place(ZoneKind.Pmsg, parameters.PmsgSize) && Place(ZoneKind.Console, parameters.ConsoleSize)
            && PlaceFtrace() && PlaceDmesg() && (_zones.Count > 0 || Refuse(DiagnosticId.NoZoneSizes, "there is no zone in it"));
        return placed ? new BlkLayoutResult(new BlkLayout(parameters, _zones), null, _notes) : new BlkLayoutResult(null, _error, _notes);
    }

    private bool HasSizes()
    {
        BlkParameters p = parameters;
        if (p.TotalSize < BlkSizes.Alignment || p.TotalSize % BlkSizes.Alignment != 0)
            return Refuse(DiagnosticId.SizeRefused, $"the store has 0x{p.TotalSize:x} bytes; the kernel wants at least 4096, and a multiple of it");
        if (p.TotalSize > int.MaxValue) return Refuse(DiagnosticId.NoRoom, $"total size 0x{p.TotalSize:x} is larger than this program handles (0x{int.MaxValue:x})");
        if (p.KmsgSize == 0 && p.PmsgSize == 0 && p.ConsoleSize == 0 && p.FtraceSize == 0)
            return Refuse(DiagnosticId.NoZoneSizes, "kmsg, pmsg, console and ftrace sizes are all 0");
        return IsTaken("kmsg_size", p.KmsgSize) && IsTaken("pmsg_size", p.PmsgSize) && IsTaken("console_size", p.ConsoleSize) && IsTaken("ftrace_size", p.FtraceSize);
    }

    private bool IsTaken(string name, long size)
    {
        if (size < 0 || size % BlkSizes.SectorSize != 0) return Refuse(DiagnosticId.SizeRefused, $"{name} is 0x{size:x} bytes; the kernel wants a multiple of 512");
        if (size % BlkSizes.Alignment != 0)
            _notes.Add(new Diagnostic(DiagnosticId.SizeOfNoParameter, Severity.Note, $"{name} is 0x{size:x} bytes; pstore_blk makes every size a multiple of 4096"));
        return true;
    }

    private bool PlaceFtrace()
    {
        if (parameters.FtraceSize == 0) return true;
        long share = parameters.Cpus <= 0 ? 0 : parameters.FtraceSize / parameters.Cpus;
        return share == 0 || (HasRoom(ZoneKind.Ftrace, parameters.FtraceSize) && PlaceMany(ZoneKind.Ftrace, parameters.FtraceSize / share, share));
    }

    /// <summary>The sums say how many zones there are; they begin where the ftrace zones end, which may be before their sum.</summary>
    private bool PlaceDmesg()
    {
        BlkParameters p = parameters;
        long left = p.TotalSize - p.PmsgSize - p.ConsoleSize - p.FtraceSize;
        return p.KmsgSize == 0 || PlaceMany(ZoneKind.Dmesg, left / p.KmsgSize, p.KmsgSize);
    }

    private bool Place(ZoneKind kind, long size) => size == 0 || (HasRoom(kind, size) && PlaceMany(kind, 1, size));

    private bool PlaceMany(ZoneKind kind, long count, long size)
    {
        if (count > Limits.MaxZones) return Refuse(DiagnosticId.LimitReached, $"{count} {kind.Name()} zones are more than this program handles ({Limits.MaxZones})");
        if (!EccGeometry.TryCreate((int)size, 0, newFormula: true, out EccGeometry geometry))
            return Refuse(DiagnosticId.ZoneTooSmall, $"{kind.Name()} zones of {size} bytes have no room behind the {Limits.ZoneHeaderSize} byte header");
        for (int i = 0; i < count; i++, _cursor += size) _zones.Add(new Zone(kind, i, (int)count, (int)_cursor, (int)size, geometry));
        return true;
    }

    private bool HasRoom(ZoneKind kind, long size) => _cursor + size <= parameters.TotalSize
        || Refuse(DiagnosticId.NoRoom, $"{kind.Name()} 0x{size:x} at offset 0x{_cursor:x} ends at 0x{_cursor + size:x}, behind the store's 0x{parameters.TotalSize:x}");

    private bool Refuse(DiagnosticId id, string message)
    {
        _error = new Diagnostic(id, Severity.Error, message);
        return false;
    }
}
