using Pstore;
using Pstore.Ram;

namespace PstoreAgent.Doctor.Sizes;

/// <summary>Whether the driver takes the sizes, how it rounds them, and what slots come of them (ramoops_probe).</summary>
internal static class LayoutAccepted
{
    private const int FewSlots = 1;
    private const long SmallRegion = 0x10000;

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (setup.Parameters is not { } sizes)
        {
            if (setup.Region != null) yield return Finding.Unknown("sizes", "the sizes of the zones");
            yield break;
        }

        if (setup.LayoutError is { Id: DiagnosticId.LimitReached } || sizes.MemSize > int.MaxValue)
        {
            yield return Finding.Unknown("sizes", $"the zones: this program handles regions of up to 0x{int.MaxValue:x} bytes and a limited number of zones, whatever the driver does with 0x{sizes.MemSize:x} bytes");
            yield break;
        }

        foreach ((string zone, long size) in ((string, long)[])[(SizePlan.Record, sizes.RecordSize), (SizePlan.Console, sizes.ConsoleSize), (SizePlan.Ftrace, sizes.FtraceSize), (SizePlan.Pmsg, sizes.PmsgSize)])
        {
            long rounded = PowerOfTwo.RoundDown(size);
            if (size > 0 && rounded != size)
                yield return Finding.Warning("size-rounded", $"The {zone} size is no power of two", $"the kernel takes 0x{rounded:x} in place of 0x{size:x}", setup.LayoutError == null && setup.Plan != null ? SizePlan.Fixes(setup, zone) : [setup.SizeFix(zone, rounded)]);
        }

        if (setup.LayoutError is { } error)
        {
            Fix[] fixes = setup.Plan is { } plan ? SizePlan.Fixes(setup, SizePlan.Changes(plan, sizes)) : [];
            yield return Smallness(setup, Finding.Problem("sizes-refused", "The driver refuses these sizes", $"{error.Message}: it does not bind, and nothing is recorded", fixes));
            yield break;
        }

        RamoopsLayout layout = setup.Layout!;
        yield return Slots(setup, layout);
        if (layout.Parameters.RecordSize > 0 && SizePlan.IsWaste(layout))
        {
            yield return Smallness(setup, Finding.Warning("region-waste", $"0x{layout.UnusedBytes:x} bytes of the region belong to no zone", $"of 0x{layout.Parameters.MemSize:x} bytes, with a kernel {setup.LayoutKernel}",
                SizePlan.Fixes(setup, SizePlan.Record)));
        }
    }

    private static Finding Slots(Setup setup, RamoopsLayout layout)
    {
        Zone[] slots = [.. layout.Of(ZoneKind.Dmesg)];
        if (slots.Length == 0)
            return Smallness(setup, Finding.Problem("no-record-zone", "There is no zone for dumps", "without record-size no panic and no oops is recorded", SizePlan.Fixes(setup, SizePlan.Record)));
        if (slots.Length <= FewSlots && layout.Parameters.RecordSize > SizePlan.LeastRecord)
            return Smallness(setup, Finding.Warning("few-slots", "There is one slot for dumps", "an oops and the panic that follows share it: the later one is kept", SizePlan.Fixes(setup, SizePlan.Record)));
        string stretched = slots[0].Size != layout.Parameters.RecordSize ? $" (record-size 0x{layout.Parameters.RecordSize:x}, and the slack shared out)" : "";
        return Finding.Ok("record-slots", $"{slots.Length} {(slots.Length == 1 ? "slot" : "slots")} for dumps of 0x{slots[0].Size:x} bytes{stretched}");
    }

    /// <summary>Where no sizes fit the region: one that is larger, if the tree has the memory for that, else words.</summary>
    private static Finding Smallness(Setup setup, Finding finding)
    {
        if (finding.Fixes.Count > 0) return finding;
        if (setup is { IsByTree: true, Node: { } node, Region.Address: { } address } && setup.Parameters!.MemSize < SmallRegion
            && FreeMemory.Has(setup, address, SmallRegion) && SizePlan.Find(setup, SmallRegion) is { } larger)
            return finding with { Fixes = [SetupLines.Reg(node, address, SmallRegion), .. SizePlan.Fixes(setup, larger, setup.Parameters, SizePlan.Changes(larger, setup.Parameters))] };
        return finding.Advising($"give it a larger region, of 0x{SmallRegion:x} bytes at least, where nothing else has the memory");
    }
}
