using System.Globalization;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.DeviceTree;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Doctor.Region;

/// <summary>Whether the kernel leaves the region alone: the running one by /proc/iomem, another by what the tree and its command line reserve.</summary>
internal static class RegionReserved
{
    private const string Id = "region-reserved", Unreserved = "region-not-reserved", Title = "The kernel uses the region as ordinary memory";
    private const string Harm = "what is recorded is overwritten, and what ramoops writes destroys other data";

    // e820 and EFI write the first letter large.
    private const string Reserved = "reserved";

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (setup.Region is not { Address: { } address, MemSize: > 0 and { } size } region) yield break;
        if (setup.HasMachine && setup.Machine.Iomem.State == ReadState.Read) yield return Running(setup, address, size);
        else if (!setup.IsByTree && !region.IsByName && OnDesk(setup, address, size) is { } judged) yield return judged;
        else yield return Finding.Unknown(Id, $"whether the kernel leaves the region alone: {(setup.HasMachine ? "/proc/iomem can't be read (only root sees its addresses)" : "no running machine")}");
    }

    private static Finding Running(Setup setup, ulong address, long size)
    {
        IomemRange? stranger = null, ram = null;
        bool reserved = false;
        foreach (IomemRange range in setup.Machine.Iomem.Ranges)
        {
            if (!range.Touches(address, size) || IomemZones.IsLabel(range.Name)) continue;
            if (range.Name == IomemRange.SystemRam) ram = range;
            else if (!range.Name.Equals(Reserved, StringComparison.OrdinalIgnoreCase)) stranger = range;
            else reserved |= range.Covers(address, size);
        }

        if (stranger is { } owner && !owner.Covers(address, size) | !reserved)
            return Finding.Problem("region-conflict", "Something else has a part of the region", $"/proc/iomem {owner}; the region is {address:x}-{address + (ulong)size - 1:x}").Advising("move the region to memory that nothing else has");
        if (ram is { } memory && !reserved)
            return Mended(setup, address, size, Finding.Problem(Unreserved, Title, $"/proc/iomem {memory} covers it, and no line \"reserved\" does: {Harm}"));
        return Finding.Ok(Id, ram == null ? "the region is outside System RAM" : "the region is reserved within System RAM");
    }

    // A node of ramoops is judged for itself; here nothing but the parameters names the region.
    private static Finding? OnDesk(Setup setup, ulong address, long size)
    {
        if (Reservation.Node(setup, address, size) is { } node) return Finding.Ok(Id, $"{node.Path} reserves the region");
        if (Reservation.ByCommandLine(setup, address, size)) return Finding.Ok(Id, "memmap= takes the region from the kernel");
        var wanted = new NodeRange(address, (ulong)size);
        if (setup.HasMachine || setup.Machine.Argument("mem") != null || Reservation.Early(setup, address, size) != null) return null;
        foreach (NodeRange bank in new DeviceTreeMemory(setup.Tree).Banks())
        {
            if (bank.Touches(wanted))
                return Mended(setup, address, size, Finding.Problem(Unreserved, Title, $"the memory node has {bank}, and nothing reserves {wanted}: {Harm}"));
        }

        return null;
    }

    private static Finding Mended(Setup setup, ulong address, long size, Finding finding)
    {
        if (setup.IsByTree)
        {
            return setup.Node!.Has("no-map")
                ? finding.Advising("the node has no-map, and the kernel did not heed it: see what else is found of the node, and the kernel log (\"reserved mem\")")
                : finding with { Fixes = [Fix.Tree("no-map;")] };
        }

        if (setup.Machine.ConfigOption("CONFIG_X86") == ConfigValue.Yes && setup.Tree == null)
            return finding with { Fixes = [Fix.Argument(string.Create(CultureInfo.InvariantCulture, $"memmap=0x{size:x}$0x{address:x}"))] };
        return Reservation.Lines(setup, address, size) is { Length: > 0 } lines ? finding with { Fixes = lines }
            : finding.Advising("reserve the region: a node of /reserved-memory with this reg and no-map, or memmap= on x86");
    }
}
