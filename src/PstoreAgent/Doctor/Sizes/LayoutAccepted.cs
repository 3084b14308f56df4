using Pstore.Ram;

namespace PstoreAgent.Doctor.Sizes;

/// <summary>Whether the driver takes the sizes, how it rounds them, and what slots come of them (ramoops_probe).</summary>
internal static class LayoutAccepted
{
    private const int FewSlots = 1, WasteShare = 8;
    private const long LeastRecord = 0x1000;

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (setup.Parameters is not { } sizes)
        {
            if (setup.Region != null) yield return Finding.Unknown("sizes", "the sizes of the zones");
            yield break;
        }

        foreach ((string zone, long size) in ((string, long)[])[("record", sizes.RecordSize), ("console", sizes.ConsoleSize), ("ftrace", sizes.FtraceSize), ("pmsg", sizes.PmsgSize)])
        {
            long rounded = PowerOfTwo.RoundDown(size);
            if (size > 0 && rounded != size)
                yield return Finding.Warning("size-rounded", $"The {zone} size is no power of two", $"the kernel takes 0x{rounded:x} in place of 0x{size:x}", setup.SizeFix(zone, rounded));
        }

        if (setup.LayoutError is { } error)
        {
            yield return Finding.Problem("sizes-refused", "The driver refuses these sizes", $"{error.Message}: it does not bind, and nothing is recorded", SizesThatFit(setup, sizes));
            yield break;
        }

        RamoopsLayout layout = setup.Layout!;
        yield return Slots(setup, layout);
        if (layout.Parameters.RecordSize > 0 && layout.UnusedBytes > layout.Parameters.MemSize / WasteShare)
        {
            yield return Finding.Warning("region-waste", $"0x{layout.UnusedBytes:x} bytes of the region belong to no zone", $"of 0x{layout.Parameters.MemSize:x} bytes, with a kernel {setup.LayoutKernel}",
                setup.SizeFix("record", Math.Max(LeastRecord, layout.Parameters.RecordSize / 2)));
        }
    }

    private static Finding Slots(Setup setup, RamoopsLayout layout)
    {
        Zone[] slots = [.. layout.Of(ZoneKind.Dmesg)];
        if (slots.Length == 0)
            return Finding.Problem("no-record-zone", "There is no zone for dumps", "without record-size no panic and no oops is recorded", setup.SizeFix("record", RecordThatFits(layout.Parameters)));
        if (slots.Length <= FewSlots && layout.Parameters.RecordSize > LeastRecord)
            return Finding.Warning("few-slots", "There is one slot for dumps", "an oops and the panic that follows share it: the later one is kept", setup.SizeFix("record", layout.Parameters.RecordSize / 2));
        string stretched = slots[0].Size != layout.Parameters.RecordSize ? $" (record-size 0x{layout.Parameters.RecordSize:x}, and the slack shared out)" : "";
        return Finding.Ok("record-slots", $"{slots.Length} {(slots.Length == 1 ? "slot" : "slots")} for dumps of 0x{slots[0].Size:x} bytes{stretched}");
    }

    /// <summary>The lines that make the region large enough, or the record small enough.</summary>
    private static Fix[] SizesThatFit(Setup setup, RamoopsParameters sizes)
    {
        long others = PowerOfTwo.RoundDown(sizes.ConsoleSize) + PowerOfTwo.RoundDown(sizes.FtraceSize) + PowerOfTwo.RoundDown(sizes.PmsgSize);
        if (others + LeastRecord <= sizes.MemSize && RecordThatFits(sizes) is var record && record < sizes.RecordSize) return [setup.SizeFix("record", record)];
        long needed = Math.Max(0x10000, PowerOfTwo.RoundDown((2 * (others + sizes.RecordSize)) - 1));
        if (needed <= sizes.MemSize) return sizes.EccSize > 0 ? [setup.IsByTree ? Fix.Tree("ecc-size = <16>;") : Fix.Argument("ramoops.ecc=1")] : [];
        return [setup is { IsByTree: true, Node: { } node, Region.Address: { } address } ? SetupLines.Reg(node, address, needed) : setup.SizeFix("mem", needed)];
    }

    private static long RecordThatFits(RamoopsParameters sizes)
    {
        long left = sizes.MemSize - PowerOfTwo.RoundDown(sizes.ConsoleSize) - PowerOfTwo.RoundDown(sizes.FtraceSize) - PowerOfTwo.RoundDown(sizes.PmsgSize);
        return Math.Max(LeastRecord, Math.Min(0x8000, PowerOfTwo.RoundDown(left / 2)));
    }
}
