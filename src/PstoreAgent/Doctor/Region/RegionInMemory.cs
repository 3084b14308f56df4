using PstoreAgent.Discovery.DeviceTree;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Doctor.Region;

/// <summary>Whether there is memory where the region is said to be.</summary>
internal static class RegionInMemory
{
    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (setup.Region is not { Address: { } address, MemSize: > 0 and { } size }) yield break;
        var region = new NodeRange(address, (ulong)size);
        if (region.Last != address + (ulong)size - 1)
        {
            yield return Finding.Problem("region-address", "The region ends behind the last address", $"0x{size:x} bytes at 0x{address:x}").Advising("correct its address or its size");
            yield break;
        }

        List<NodeRange> banks = [.. new DeviceTreeMemory(setup.Tree).Banks()];
        string source = "the memory nodes";
        if (banks.Count == 0)
        {
            source = "/proc/iomem";
            foreach (IomemRange range in setup.Machine.Iomem.Ranges)
                if (range.Name == IomemRange.SystemRam || (range.Depth == 0 && range.Name.Equals("reserved", StringComparison.OrdinalIgnoreCase))) banks.Add(new NodeRange(range.Start, range.End - range.Start + 1));
        }

        yield return banks.Count == 0
            ? Finding.Unknown("region-memory", "whether there is memory behind the region: no memory node, and no /proc/iomem")
            : Judge(region, banks, source);
    }

    private static Finding Judge(NodeRange region, List<NodeRange> banks, string source)
    {
        if (banks.Exists(bank => bank.Covers(region.Address, (long)region.Size))) return Finding.Ok("region-memory", $"{region} is memory ({source})");
        string all = string.Join(", ", banks.Take(4));

        // Banks may join; then every page has one.
        ulong at = region.Address;
        while (banks.Find(bank => bank.Covers(at, 1)) is { Size: > 0 } bank)
        {
            if (bank.Last >= region.Last) return Finding.Ok("region-memory", $"{region} is memory ({source})");
            at = bank.Last + 1;
        }

        return banks.Exists(bank => bank.Touches(region))
            ? Finding.Problem("region-crosses-memory", "A part of the region is not memory", $"{region} lies across an end of what {source} name{(source[0] == '/' ? "s" : "")} ({all}); what is written there is lost, or stops the board").Advising("move the region, or make it smaller")
            : Finding.Warning("region-outside-memory", "The region lies in no memory that is named", $"{region} is in none of {all}; that is right where firmware keeps this RAM from the kernel, and stops the board where there is none").Advising("make sure that there is RAM, or move the region");
    }
}
