using Pstore.Ecc;

namespace Pstore.Ram;

/// <summary>Places zones one behind the other and refuses what the kernel's probe refuses.</summary>
internal sealed class LayoutBuilder(RamoopsParameters parameters, LayoutRules rules)
{
    private readonly List<Zone> _zones = [];
    private long _cursor;
    private Diagnostic? _error;

    public LayoutResult Build()
    {
        RamoopsParameters p = parameters;
        if (p.MemSize <= 0) return Fail(DiagnosticId.NoMemorySize, "mem_size is 0");
        if (p.MemSize > int.MaxValue) return Fail(DiagnosticId.NoRoom, $"mem_size 0x{p.MemSize:x} is larger than this program handles (0x{int.MaxValue:x})");
        if (p.RecordSize + p.ConsoleSize + p.FtraceSize + p.PmsgSize == 0) return Fail(DiagnosticId.NoZoneSizes, "record, console, ftrace and pmsg sizes are all 0");
        if (p.EccSize is < 0 or > Limits.MaxEccSize) return Fail(DiagnosticId.EccTooLarge, $"ecc size {p.EccSize}: 128 data bytes + {p.EccSize} parity bytes exceed a code word of 255");

        bool placed = PlaceDmesg()
            && PlaceOne(ZoneKind.Console, p.ConsoleSize)
            && (rules.PmsgBeforeFtrace
                ? PlaceOne(ZoneKind.Pmsg, p.PmsgSize) && PlaceFtrace()
                : PlaceFtrace() && PlaceOne(ZoneKind.Pmsg, p.PmsgSize));
        return placed ? new LayoutResult(new RamoopsLayout(p, rules, _zones), null) : new LayoutResult(null, _error);
    }

    private bool PlaceDmesg()
    {
        RamoopsParameters p = parameters;
        long left = p.MemSize - p.ConsoleSize - p.FtraceSize - p.PmsgSize;
        if (p.RecordSize == 0 || left == 0) return true;
        if (left < 0)
        {
            return Refuse(DiagnosticId.NoRoom,
                $"console 0x{p.ConsoleSize:x} + ftrace 0x{p.FtraceSize:x} + pmsg 0x{p.PmsgSize:x} = 0x{p.ConsoleSize + p.FtraceSize + p.PmsgSize:x} exceed mem_size 0x{p.MemSize:x}");
        }

        long count = left / p.RecordSize;
        if (count == 0)
        {
            return Refuse(DiagnosticId.RecordCountZero,
                $"mem_size 0x{p.MemSize:x} - console 0x{p.ConsoleSize:x} - ftrace 0x{p.FtraceSize:x} - pmsg 0x{p.PmsgSize:x} = 0x{left:x} is less than one record of 0x{p.RecordSize:x}");
        }

        return PlaceMany(ZoneKind.Dmesg, count, rules.Stretched ? rules.Share(left, count) : p.RecordSize);
    }

    private bool PlaceFtrace()
    {
        long size = parameters.FtraceSize;
        if (size == 0) return true;
        if (!rules.Stretched) return PlaceOne(ZoneKind.Ftrace, size);
        long count = parameters.FtracePerCpu ? parameters.Cpus : 1;
        if (count <= 0 || size / count == 0)
            return Refuse(DiagnosticId.RecordCountZero, $"ftrace 0x{size:x} / {count} CPUs leaves no room for a zone");
        return HasRoom(ZoneKind.Ftrace, size) && PlaceMany(ZoneKind.Ftrace, count, rules.Share(size, count));
    }

    private bool PlaceOne(ZoneKind kind, long size) => size == 0 || (HasRoom(kind, size) && Place(kind, 0, 1, size));

    private bool PlaceMany(ZoneKind kind, long count, long size)
    {
        if (count > Limits.MaxZones)
            return Refuse(DiagnosticId.LimitReached, $"{count} {kind.Name()} zones are more than this program handles ({Limits.MaxZones})");
        for (int i = 0; i < count; i++)
            if (!Place(kind, i, (int)count, size)) return false;
        return true;
    }

    private bool Place(ZoneKind kind, int index, int count, long size)
    {
        if (size <= Limits.ZoneHeaderSize)
            return Refuse(DiagnosticId.ZoneTooSmall, $"{kind.Name()} zones of {size} bytes have no room behind the {Limits.ZoneHeaderSize} byte header");
        if (!EccGeometry.TryCreate((int)size, parameters.EccSize, rules.NewEccFormula, out EccGeometry ecc))
            return Refuse(DiagnosticId.EccTooLarge, $"ecc size {parameters.EccSize}: the parity of a {kind.Name()} zone of 0x{size:x} bytes leaves no room for data");
        _zones.Add(new Zone(kind, index, count, (int)_cursor, (int)size, ecc));
        _cursor += size;
        return true;
    }

    private bool HasRoom(ZoneKind kind, long size) => _cursor + size <= parameters.MemSize
        || Refuse(DiagnosticId.NoRoom, $"{kind.Name()} zone 0x{size:x} at offset 0x{_cursor:x} ends at 0x{_cursor + size:x}, behind mem_size 0x{parameters.MemSize:x}");

    private LayoutResult Fail(DiagnosticId id, string message)
    {
        Refuse(id, message);
        return new LayoutResult(null, _error);
    }

    private bool Refuse(DiagnosticId id, string message)
    {
        _error = new Diagnostic(id, Severity.Error, message);
        return false;
    }
}
