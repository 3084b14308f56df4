using Pstore;
using PstoreAgent.Discovery.DeviceTree;

namespace PstoreAgent.Doctor.Node;

/// <summary>Whether anything names a region, and whether the kernel knows such nodes.</summary>
internal static class NodePresence
{
    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (setup.Node is { } node)
        {
            yield return setup.Has(KernelChanges.DeviceTreeNodes) == false
                ? TooOld(setup)
                : Finding.Ok("node", $"{setup.Name(node)} is compatible with \"{RamoopsNode.Compatible}\"");
            foreach (Finding finding in Others(setup, node)) yield return finding;
        }
        else if (setup.Region is { } region)
        {
            yield return Finding.Ok("node", $"{region.Origin} names the region");
        }
        else if (setup.NamesPlace)
        {
            // What is wrong with the parameters is said for themselves.
            yield return Finding.Unknown("node", "a region: parameters of the kernel command line are meant to name it");
        }
        else if (setup.Tree == null && !setup.HasMachine)
        {
            yield return Finding.Unknown("node", "the node: no device tree was given");
        }
        else if (setup.HasMachine && setup.Machine.CommandLine == null && (setup.Tree == null || LookAlike(setup.Tree.Root) == null))
        {
            yield return Finding.Unknown("node", $"whether anything names a region: {(setup.Tree == null ? "neither a device tree nor the kernel command line can be read" : "no node of the device tree does, and the kernel command line can't be read")}");
        }
        else
        {
            yield return setup.Tree != null && LookAlike(setup.Tree.Root) is { } similar
                ? Finding.Problem("node-compatible", $"{similar.Path} is not compatible with \"{RamoopsNode.Compatible}\"",
                    similar.Word("compatible") is { } word ? $"its compatible is \"{word}\"; the kernel finds the node by this word alone" : "it has no compatible; the kernel finds the node by this word alone",
                    Fix.Tree($"compatible = \"{RamoopsNode.Compatible}\";", similar.Path))
                : Finding.Problem("node-missing", "Nothing names a ramoops region",
                    $"no node of the device tree is compatible with \"{RamoopsNode.Compatible}\"{(setup.Machine.CommandLine == null ? "" : ", and the kernel command line has no ramoops.mem_size")}", SetupLines.Generate(null));
        }
    }

    private static Finding TooOld(Setup setup)
    {
        Fix[] fixes = SetupLines.Arguments(setup.Region);
        return Finding.Problem("node-old-kernel", "The kernel does not look for ramoops nodes", $"they are known from 4.8 on, and this is {setup.Kernel}", fixes)
            .Advising(fixes.Length == 0 ? "name the region on the kernel command line, by ramoops.mem_address and ramoops.mem_size" : null);
    }

    private static IEnumerable<Finding> Others(Setup setup, IDeviceTreeNode node)
    {
        var fixes = new List<Fix>();
        foreach (IDeviceTreeNode other in setup.ActiveNodes)
            if (other.Path != node.Path) fixes.Add(Fix.Tree("status = \"disabled\";", other.Path));
        if (fixes.Count == 0) yield break;
        yield return Finding.Warning("node-several", $"{fixes.Count + 1} nodes are compatible with \"{RamoopsNode.Compatible}\"",
            $"the kernel has one ramoops region, of the first node that it does not refuse: {node.Path}", [.. fixes]);
    }

    private static IDeviceTreeNode? LookAlike(IDeviceTreeNode root)
    {
        foreach (IDeviceTreeNode node in DeviceTreeWalk.Below(root))
            if (DeviceTreeWalk.BaseName(node).Contains("ramoops", StringComparison.OrdinalIgnoreCase)) return node;
        return null;
    }
}
