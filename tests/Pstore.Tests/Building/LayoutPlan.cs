using System.Numerics;

namespace Pstore.Tests.Building;

/// <summary>Cuts a region into zones as the probe of a given kernel does.</summary>
public static class LayoutPlan
{
    /// <summary>The zones in address order, or null where that kernel would fail to probe.</summary>
    public static IReadOnlyList<BuiltZone>? Make(RegionSetup setup, KernelVersion kernel)
    {
        var rules = new WriterRules(kernel);
        int mem = rules.RoundsMemSize ? RoundDown(setup.MemSize) : setup.MemSize;
        int record = RoundDown(setup.RecordSize);
        int console = rules.HasConsoleAndFtrace ? RoundDown(setup.ConsoleSize) : 0;
        int ftrace = rules.HasConsoleAndFtrace ? RoundDown(setup.FtraceSize) : 0;
        int pmsg = rules.HasPmsg ? RoundDown(setup.PmsgSize) : 0;
        long dumpMem = (long)mem - console - ftrace - pmsg;
        if (dumpMem < 0) return null;

        var zones = new List<BuiltZone>();
        int at = 0;
        bool Add(BuiltZoneKind kind, int count, int size)
        {
            for (int i = 0; i < count; i++)
            {
                if (at + size > mem || BuiltZone.Fit(kind, i, at, size, setup.EccSize, rules.OldEccBlocks) is not { } zone) return false;
                zones.Add(zone);
                at += size;
            }

            return true;
        }

        bool AddShared(BuiltZoneKind kind, int count, int total) =>
            Add(kind, count, rules.EvenZones ? total / count & ~1 : total / count);

        bool AddDumps()
        {
            if (record == 0 || dumpMem == 0) return rules.Since410;
            int count = (int)dumpMem / record;
            if (count == 0) return false;
            return rules.Since410 ? AddShared(BuiltZoneKind.Dmesg, count, (int)dumpMem) : Add(BuiltZoneKind.Dmesg, count, record);
        }

        bool AddFtrace()
        {
            if (ftrace == 0) return true;
            int count = rules.Since410 && setup.FlagsPerCpu ? setup.Cpus : 1;
            return rules.Since410 ? AddShared(BuiltZoneKind.Ftrace, count, ftrace) : Add(BuiltZoneKind.Ftrace, 1, ftrace);
        }

        bool AddPmsg() => pmsg == 0 || Add(BuiltZoneKind.Pmsg, 1, pmsg);

        bool made = AddDumps() && (console == 0 || Add(BuiltZoneKind.Console, 1, console))
            && (rules.PmsgBeforeFtrace ? AddPmsg() && AddFtrace() : AddFtrace() && AddPmsg());
        return made ? zones : null;
    }

    internal static int RoundDown(int value) => value <= 0 ? 0 : 1 << BitOperations.Log2((uint)value);
}
