using Pstore;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.DeviceTree;

namespace PstoreAgent.Doctor.Driver;

/// <summary>Whether the driver uses what was asked for: refused and contradicting parameters.</summary>
internal static class DriverParameters
{
    public static IEnumerable<Finding> Check(Setup setup)
    {
        List<Fix> rewritten = [];
        List<string> refused = [];
        foreach (Diagnostic diagnostic in setup.Discovery.Diagnostics)
        {
            if (diagnostic.Id != DiagnosticId.ParameterRefused) continue;
            refused.Add(diagnostic.Message);
            rewritten.Add(Rewritten(setup, diagnostic.Message));
        }

        bool clean = refused.Count == 0, sizeIsMeant = rewritten.Exists(fix => fix.Text.StartsWith("ramoops.mem_", StringComparison.Ordinal));
        if (!clean) yield return Finding.Problem("parameter-refused", "The kernel refuses a parameter", string.Join("; ", refused), [.. rewritten]);

        RegionCandidate? driver = setup.Driver, line = setup.Line;
        var arguments = new RamoopsArguments(KernelCommandLine.Parse(setup.Machine.CommandLine ?? ""));

        // Where the driver shows a region, it has values from elsewhere too (modprobe.d).
        if (driver?.MemSize is not > 0 && !sizeIsMeant && Incomplete(setup, arguments, line) is { } incomplete)
        {
            clean = false;
            yield return incomplete;
        }

        if (setup.IsByTree ? line is { Ignored: null, MemSize: > 0 } : setup.Region != null && setup.ActiveNodes.Any())
        {
            clean = false;
            yield return NamedTwice(setup);
        }

        if (driver != null && Wanted(setup) is { } wanted && Differences(driver, wanted) is { Count: > 0 } differences)
        {
            clean = false;
            yield return Finding.Warning("parameters-differ", "The driver uses other values than were asked for", $"{string.Join("; ", differences)} ({wanted.Origin})",
                Fix.Shell("grep -r . /sys/module/ramoops/parameters"));
        }

        if (clean && (driver != null || line != null)) yield return Finding.Ok("parameters", "the driver's parameters are those that were asked for");
    }

    /// <summary>Parameters that name no place: without a size there is no device, without an address there is one at 0.</summary>
    private static Finding? Incomplete(Setup setup, RamoopsArguments arguments, RegionCandidate? line)
    {
        string? name = arguments.Text("mem_name");
        if (name != null && line is not { IsByName: true } && setup.Has(KernelChanges.RegionByName) != false)
        {
            List<string> known = [];
            foreach ((string word, string? value) in KernelCommandLine.Parse(setup.Machine.CommandLine ?? ""))
                if (word == "reserve_mem" && value != null && ReservedArea.OfReserveMem(value) is { Name: { } reserved }) known.Add(reserved);
            return Finding.Problem("parameter-name", "ramoops.mem_name names no reserved memory", $"no reserve_mem= on the kernel command line gives memory the name \"{name}\"", known.Count == 1 ? [Fix.Argument($"ramoops.mem_name={known[0]}")] : [])
                .Advising(known.Count == 1 ? null : $"reserve it: reserve_mem=1M:4096:{name}");
        }

        if (line is { Ignored: { } reason })
        {
            Fix[] fixes = Meant(setup, line);
            return Finding.Problem("parameter-incomplete", "The kernel ignores the parameters on its command line", reason, fixes)
                .Advising(fixes.Length == 0 ? "name the region by ramoops.mem_address and ramoops.mem_size, and keep its memory from the kernel; or take all ramoops.* off, where a node names it" : null);
        }

        if (line is { Address: null, IsByName: false, MemSize: > 0 })
        {
            Fix[] fixes = setup.ActiveNodes.Any() ? [SetupLines.WithoutArguments(setup.Machine.CommandLine ?? "")] : [];
            return Finding.Problem("parameter-address", "ramoops.mem_size is given, and no address", "the driver takes address 0 then: it writes over whatever is there, or the kernel stops at boot", fixes)
                .Advising(fixes.Length == 0 ? "name the place by ramoops.mem_address, and keep its memory from the kernel; or take all ramoops.* off" : null);
        }

        return null;
    }

    // An address without a size: what is reserved there says it.
    private static Fix[] Meant(Setup setup, RegionCandidate line)
    {
        if (line is not { Address: { } address, IsByName: false } || setup.Tree == null) return [];
        foreach (IDeviceTreeNode top in setup.Tree.Root.Children)
        {
            if (!NodeRules.IsReservedMemory(top)) continue;
            foreach (IDeviceTreeNode node in top.Children)
                if (NodeRange.Of(node, out _).Find(range => range.Address == address) is { Size: > 0 and <= int.MaxValue } range) return [Fix.Argument($"ramoops.mem_size=0x{range.Size:x}")];
        }

        return [];
    }

    // Without its compatible a node still reserves its memory, which the parameters may name.
    private static Finding NamedTwice(Setup setup)
    {
        Fix[] fixes = setup.IsByTree ? [SetupLines.WithoutArguments(setup.Machine.CommandLine ?? "")] : [.. setup.ActiveNodes.Select(node => Fix.Drop("compatible", node.Path))];
        return Finding.Warning("region-named-twice", "Device tree and ramoops parameters both name a region", $"the driver takes one of them, {setup.Region!.Origin}, and refuses the other", fixes);
    }

    private static RegionCandidate? Wanted(Setup setup)
    {
        if (setup.Region is { Kind: not DiscoverySource.Driver } region) return region;
        if (setup.Line is { Ignored: null } line) return line;
        foreach (RegionCandidate candidate in setup.Discovery.Candidates)
            if (candidate is { Kind: DiscoverySource.DeviceTree, Ignored: null }) return candidate;
        return null;
    }

    // The message begins with the word: "ramoops.mem_size=1M on …". Beside a node, a size without a place would do harm if it were taken.
    private static Fix Rewritten(Setup setup, string message)
    {
        string word = message.Split(' ')[0];
        int equals = word.IndexOf('=');
        bool hasPlace = setup.Machine.HasArgument("ramoops.mem_address") || setup.Machine.HasArgument("ramoops.mem_name");
        return (hasPlace || !setup.ActiveNodes.Any()) && equals > 0 && NumberText.TryParse(word[(equals + 1)..], out ulong value) ? Fix.Argument($"{word[..equals]}=0x{value:x}") : Fix.WithoutArgument(word);
    }

    private static List<string> Differences(RegionCandidate driver, RegionCandidate wanted)
    {
        var differences = new List<string>();
        if (driver.Address is { } here && wanted.Address is { } there && here != there) differences.Add($"mem_address 0x{here:x}, not 0x{there:x}");
        foreach (RegionParameter parameter in RegionParameter.All)
        {
            if (parameter.Get(driver) is { } used && parameter.Get(wanted) is { } asked && parameter.Differ(used, asked))
                differences.Add($"{parameter.Text(used)}, not {parameter.Text(asked)}");
        }

        return differences;
    }
}
