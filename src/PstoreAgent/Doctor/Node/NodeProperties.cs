using System.Globalization;
using Pstore;
using Pstore.Ram;
using PstoreAgent.Discovery.DeviceTree;
using PstoreAgent.Doctor.Region;
using PstoreAgent.Doctor.Sizes;

namespace PstoreAgent.Doctor.Node;

/// <summary>reg, unit address, no-map, and properties that the kernel doesn't take as they are meant.</summary>
internal static class NodeProperties
{
    private const long UsualSize = 1 << 20;

    private static readonly (string Wrong, string Right)[] s_misspelled =
    [
        ("record_size", "record-size"), ("console_size", "console-size"), ("ftrace_size", "ftrace-size"), ("pmsg_size", "pmsg-size"), ("ecc_size", "ecc-size"),
        ("ecc", "ecc-size"), ("max_reason", "max-reason"), ("mem_type", "mem-type"), ("no_map", "no-map"), ("nomap", "no-map"), ("mem-size", "reg"), ("mem-address", "reg"),
    ];

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (setup.Node is not { } node) yield break;
        foreach (Finding finding in Reg(setup, node)) yield return finding;
        yield return NoMap(setup, node);
        var sizes = new NodeSizes(node);
        if (sizes.Problem is { } problem)
            yield return Finding.Problem("node-number", "The driver refuses the node", $"{problem}; a property of ramoops is one cell", Number(setup, sizes.Wrong));
        foreach ((string wrong, string right) in s_misspelled)
        {
            if (!node.Has(wrong) || node.Has(right)) continue;
            Fix[] fixes = Corrected(node, wrong, right);
            yield return Finding.Problem("node-spelling", $"The node has {wrong} in place of {right}", "the kernel passes over a property that it does not know", fixes)
                .Advising(fixes.Length == 0 ? $"say in {right} what {wrong} was meant to say" : null);
        }

        foreach ((string property, KernelChange change) in ((string, KernelChange)[])[("flags", KernelChanges.FtraceFlags), ("max-reason", KernelChanges.MaxReason), ("mem-type", KernelChanges.MemTypeProperty)])
        {
            if (node.Has(property) && setup.Has(change) == false)
                yield return Finding.Warning("node-property-age", $"The kernel does not heed {property}", $"it counts from {change.Major}.{change.Minor} on, and this is {setup.Kernel}", Fix.Drop(property));
        }
    }

    // What the plan can't know is left to the kernel's own value.
    private static Fix[] Number(Setup setup, IReadOnlyList<string> wrong)
    {
        var fixes = new List<Fix>();
        foreach (string property in wrong)
        {
            string zone = property.Replace("-size", "", StringComparison.Ordinal);
            if (zone == property) fixes.Add(Fix.Drop(property));
            else if (setup.Plan != null) fixes.AddRange(SizePlan.Fixes(setup, zone));
            else fixes.Add(setup.SizeFix(zone, SizePlan.Usual(zone)));
        }

        return [.. fixes];
    }

    private static Fix[] Corrected(IDeviceTreeNode node, string wrong, string right)
    {
        if (right == "reg")
        {
            return node.Cell("mem-address") is { } address && node.Cell("mem-size") is > 0 and { } size
                ? [SetupLines.Reg(node, address, size), Fix.Drop("mem-address"), Fix.Drop("mem-size")]
                : [];
        }

        if (right == "no-map") return [Fix.Tree("no-map;"), Fix.Drop(wrong)];
        if (node.Cell(wrong) is not { } cell) return [];
        long value = right.EndsWith("-size", StringComparison.Ordinal) && right != "ecc-size" ? PowerOfTwo.RoundDown(cell) : right == "ecc-size" && cell == 1 ? SizePlan.UsualEcc : cell;
        return [Fix.Tree(string.Create(CultureInfo.InvariantCulture, $"{right} = <0x{value:x}>;")), Fix.Drop(wrong)];
    }

    private static IEnumerable<Finding> Reg(Setup setup, IDeviceTreeNode node)
    {
        int at = node.Name.IndexOf('@');
        string written = at < 0 ? "" : node.Name[(at + 1)..];
        bool hasUnit = ulong.TryParse(written.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong unit);
        List<NodeRange> ranges = NodeRange.Of(node, out string? problem);
        if (problem == null && ranges[0].Size == 0) problem = "its size is 0";
        if (problem != null)
        {
            bool free = hasUnit && FreeMemory.Has(setup, unit, UsualSize);
            yield return Finding.Problem("node-reg", "The node's reg names no region", problem, free ? [SetupLines.Reg(node, unit, UsualSize)] : [])
                .Advising(free ? null : "give it address and size of memory that nothing else has");
            yield break;
        }

        if (ranges.Count > 1) yield return Finding.Warning("node-reg-entries", $"The node's reg has {ranges.Count} entries", "ramoops takes the first; the others are reserved for nothing", SetupLines.Reg(node, ranges[0].Address, (long)Math.Min(ranges[0].Size, long.MaxValue)));
        string expected = ranges[0].Address.ToString("x", CultureInfo.InvariantCulture);
        yield return hasUnit && unit == ranges[0].Address
            ? Finding.Ok("node-unit-address", $"the unit address is that of reg, {expected}")
            : Finding.Warning("node-unit-address", "The unit address is not that of reg", $"the node is called {node.Name}, its reg begins at 0x{expected}: one of the two is not what was meant; the kernel takes reg",
                new Fix(FixPlace.DeviceTree, $"{DeviceTreeWalk.BaseName(node)}@{expected} {{", FixKind.Rename));
    }

    private static Finding NoMap(Setup setup, IDeviceTreeNode node)
    {
        if (node.Has("no-map"))
            return Finding.Ok("node-no-map", setup.Region?.Ignored == null && !ReservedBefore.Is(setup) ? "no-map keeps the region out of System RAM" : "the node has no-map");
        List<NodeRange> banks = [.. new DeviceTreeMemory(setup.Tree).Banks()];
        bool outside = banks.Count > 0 && setup.Region is { Address: { } address, MemSize: { } size } && !banks.Exists(bank => bank.Touches(new NodeRange(address, (ulong)size)));
        return outside
            ? Finding.Ok("node-no-map", "the region lies outside all memory nodes, and needs no no-map")
            : Finding.Warning("node-no-map-missing", "The node has no no-map", "the region is System RAM: kernels with CONFIG_STRICT_DEVMEM close /dev/mem there, and the kernel maps it a second time, cached", Fix.Tree("no-map;"));
    }
}
