using PstoreAgent.Discovery;
using PstoreAgent.Discovery.DeviceTree;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Doctor.Region;

/// <summary>Whether the running kernel leaves the region alone, by /proc/iomem.</summary>
internal static class RegionReserved
{
    // e820 and EFI write the first letter large.
    private const string Reserved = "reserved";

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (setup.Region is not { Address: { } address, MemSize: > 0 and { } size }) yield break;
        if (!setup.HasMachine || setup.Machine.Iomem.State != ReadState.Read)
        {
            yield return Finding.Unknown("region-reserved", $"whether the kernel leaves the region alone: {(setup.HasMachine ? "/proc/iomem can't be read (only root sees its addresses)" : "no running machine")}");
            yield break;
        }

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
            yield return Finding.Problem("region-conflict", "Something else has a part of the region", $"/proc/iomem {owner}; the region is {address:x}-{address + (ulong)size - 1:x}");
        else if (ram is { } memory && !reserved)
            yield return Finding.Problem("region-not-reserved", "The kernel uses the region as ordinary memory", $"/proc/iomem {memory} covers it, and no line \"reserved\" does: what is recorded is overwritten, and what ramoops writes destroys other data",
                setup.Node?.Has("no-map") == true ? [] : [Fix.Tree("no-map;")]);
        else
            yield return Finding.Ok("region-reserved", ram == null ? "the region is outside System RAM" : "the region is reserved within System RAM");
    }
}
