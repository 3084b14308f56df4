using Pstore.Ram;
using PstoreAgent.Discovery;

namespace PstoreAgent.Doctor.Sizes;

/// <summary>
/// Sizes that the driver takes, as near as can be to those that were asked for. All fixes of sizes come from one plan, so that each of them
/// fits with the others.
/// </summary>
internal static class SizePlan
{
    public const string Record = "record", Console = "console", Ftrace = "ftrace", Pmsg = "pmsg", Ecc = "ecc";

    public const int UsualEcc = 16;
    public const long LeastRecord = 0x1000;

    // Larger records are no gain where an oops and what follows then share a slot.
    private const int LeastSlots = 2, SlotsOfLarger = 3, WasteShare = 8, MostEcc = 127;
    private const long UsualRecord = 0x8000, LeastZone = 0x1000, LeastCpuZone = 0x400;

    private static readonly string[] s_all = [Record, Console, Ftrace, Pmsg, Ecc];

    /// <summary>Bytes that serve most boards.</summary>
    public static long Usual(string name) => name switch { Record or Console => UsualRecord, Ftrace => 0x4000, Pmsg => 0x1000, _ => UsualEcc };

    /// <summary>A plan for a region of that size; null where it is too small for one, or larger than this program handles.</summary>
    public static RamoopsParameters? Find(Setup setup, long size)
    {
        RegionCandidate region = setup.Region!;
        if (size > int.MaxValue) return null;
        if (region.Ecc is >= 2 and <= MostEcc and not UsualEcc and { } ecc && Find(setup, region, size, ecc) is { } same) return same;
        return Find(setup, region, size, UsualEcc);
    }

    /// <summary>
    /// The lines that bring sizes from what is asked for to the plan: those that are named, or all where these alone would be refused.
    /// None where there is no plan.
    /// </summary>
    public static Fix[] Fixes(Setup setup, params string[] names) => setup.Plan is { } plan ? Fixes(setup, plan, setup.Parameters ?? plan, names) : [];

    /// <summary>The same for a plan of another region.</summary>
    public static Fix[] Fixes(Setup setup, RamoopsParameters plan, RamoopsParameters now, string[] names)
    {
        RamoopsParameters then = now with { MemSize = plan.MemSize };
        foreach (string name in names) then = With(then, name, Get(plan, name));
        bool enough = RamoopsLayout.Compute(then, setup.LayoutKernel).Layout != null;
        var fixes = new List<Fix>();
        foreach (string name in s_all)
            if (Array.IndexOf(names, name) >= 0 || (!enough && Get(plan, name) != Get(now, name))) fixes.Add(setup.SizeFix(name, Get(plan, name)));
        return [.. fixes];
    }

    /// <summary>The names of what a plan changes so that a refused layout is taken: what is missing stays so.</summary>
    public static string[] Changes(RamoopsParameters plan, RamoopsParameters now)
    {
        var names = new List<string>();
        foreach (string name in s_all)
            if (Get(now, name) != 0 && Get(plan, name) != Get(now, name)) names.Add(name);
        return [.. names];
    }

    /// <summary>Whether more of the region lies idle than a plan may leave.</summary>
    public static bool IsWaste(RamoopsLayout layout) => layout.UnusedBytes > layout.Parameters.MemSize / WasteShare;

    private static RamoopsParameters? Find(Setup setup, RegionCandidate region, long size, int ecc)
    {
        long asked = PowerOfTwo.RoundDown(region.RecordSize ?? 0);
        long leastFtrace = (region.Flags & 1) == 1 ? PowerOfTwo.RoundDown((2 * LeastCpuZone * setup.Cpus) - 1) : LeastZone;
        var plan = new RamoopsParameters(size, asked == 0 ? UsualRecord : asked, Whole(region.ConsoleSize, Console), Math.Max(leastFtrace, Whole(region.FtraceSize, Ftrace)), Whole(region.PmsgSize, Pmsg),
            ecc, region.Flags ?? 0, setup.Cpus);
        long largest = Math.Max(RecordCapacity.Wish(setup, size), plan.RecordSize), least = asked == 0 ? LeastRecord : Math.Min(asked, LeastRecord);
        while (true)
        {
            for (long record = largest; record >= least; record /= 2)
            {
                RamoopsParameters next = plan with { RecordSize = record };
                if (Fits(setup, next, record <= LeastRecord ? 1 : record > asked && asked > 0 ? SlotsOfLarger : LeastSlots)) return next;
            }

            if (plan.ConsoleSize >= plan.FtraceSize && plan.ConsoleSize >= plan.PmsgSize && plan.ConsoleSize > LeastZone) plan = plan with { ConsoleSize = plan.ConsoleSize / 2 };
            else if (plan.FtraceSize >= plan.PmsgSize && plan.FtraceSize > leastFtrace) plan = plan with { FtraceSize = plan.FtraceSize / 2 };
            else if (plan.PmsgSize > LeastZone) plan = plan with { PmsgSize = plan.PmsgSize / 2 };
            else if (plan.ConsoleSize > LeastZone) plan = plan with { ConsoleSize = plan.ConsoleSize / 2 };
            else return null;
        }
    }

    private static bool Fits(Setup setup, RamoopsParameters sizes, int leastSlots) =>
        RamoopsLayout.Compute(sizes, setup.LayoutKernel).Layout is { } layout && !IsWaste(layout) && layout.Of(ZoneKind.Dmesg).Count() >= leastSlots;

    private static long Whole(long? size, string name) => PowerOfTwo.RoundDown(size ?? 0) is > 0 and var rounded ? rounded : Usual(name);

    private static long Get(RamoopsParameters sizes, string name) => name switch
    {
        Record => sizes.RecordSize,
        Console => sizes.ConsoleSize,
        Ftrace => sizes.FtraceSize,
        Pmsg => sizes.PmsgSize,
        _ => sizes.EccSize,
    };

    private static RamoopsParameters With(RamoopsParameters sizes, string name, long value) => name switch
    {
        Record => sizes with { RecordSize = value },
        Console => sizes with { ConsoleSize = value },
        Ftrace => sizes with { FtraceSize = value },
        Pmsg => sizes with { PmsgSize = value },
        _ => sizes with { EccSize = (int)value },
    };
}
