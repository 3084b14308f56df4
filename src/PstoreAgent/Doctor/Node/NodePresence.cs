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
                ? Finding.Problem("node-old-kernel", "The kernel does not look for ramoops nodes", $"they are known from 4.8 on, and this is {setup.Kernel}", SetupLines.Arguments(setup.Region))
                : Finding.Ok("node", $"{setup.Name(node)} is compatible with \"{RamoopsNode.Compatible}\"");
            int active = setup.Nodes.Count(other => NodeRules.WhyIgnored(other, null) == null);
            if (active > 1)
            {
                yield return Finding.Warning("node-several", $"{active} nodes are compatible with \"{RamoopsNode.Compatible}\"",
                    "the kernel has one ramoops region, of the node that is probed first", Fix.Tree("status = \"disabled\";"));
            }
        }
        else if (setup.Region is { } region)
        {
            yield return Finding.Ok("node", $"no ramoops node; {region.Origin} names the region");
        }
        else if (setup.Tree == null && !setup.HasMachine)
        {
            yield return Finding.Unknown("node", "the node: no device tree was given");
        }
        else
        {
            yield return setup.Tree != null && LookAlike(setup.Tree.Root) is { } similar
                ? Finding.Problem("node-compatible", $"{similar.Path} is not compatible with \"{RamoopsNode.Compatible}\"",
                    similar.Word("compatible") is { } word ? $"its compatible is \"{word}\"; the kernel finds the node by this word alone" : "it has no compatible; the kernel finds the node by this word alone",
                    Fix.Tree($"compatible = \"{RamoopsNode.Compatible}\";"))
                : Finding.Problem("node-missing", "Nothing names a ramoops region",
                    "no node of the device tree is compatible with \"ramoops\", and the kernel command line has no ramoops.mem_size", SetupLines.Generate(null));
        }
    }

    private static IDeviceTreeNode? LookAlike(IDeviceTreeNode root)
    {
        foreach (IDeviceTreeNode node in DeviceTreeWalk.Below(root))
            if (DeviceTreeWalk.BaseName(node).Contains("ramoops", StringComparison.OrdinalIgnoreCase)) return node;
        return null;
    }
}
