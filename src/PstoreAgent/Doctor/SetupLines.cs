using PstoreAgent.Discovery;
using PstoreAgent.Discovery.DeviceTree;

namespace PstoreAgent.Doctor;

/// <summary>Lines that say what a set-up says, for fixes that put it elsewhere.</summary>
internal static class SetupLines
{
    private static readonly SizeName[] s_sizes =
    [
        new("--record-size", "record_size", region => region.RecordSize), new("--console-size", "console_size", region => region.ConsoleSize),
        new("--ftrace-size", "ftrace_size", region => region.FtraceSize), new("--pmsg-size", "pmsg_size", region => region.PmsgSize),
    ];

    /// <summary>The command that writes the node.</summary>
    public static Fix Generate(RegionCandidate? region)
    {
        if (region is not { Address: { } address, MemSize: { } size })
            return Fix.Shell("pstore-agent dt generate --base ADDRESS --size 1M --record-size 32K --console-size 32K --ftrace-size 16K --pmsg-size 4K --ecc 16 --no-map");
        string sizes = string.Concat(s_sizes.Where(known => known.Get(region) > 0).Select(known => $" {known.Option} 0x{known.Get(region):x}"));
        return Fix.Shell($"pstore-agent dt generate --base 0x{address:x} --size 0x{size:x}{sizes}{(region.Ecc > 0 ? $" --ecc {region.Ecc}" : "")} --no-map");
    }

    /// <summary>The same as a kernel command line; none where place or size is not known, for such a line would make the driver write anywhere.</summary>
    public static Fix[] Arguments(RegionCandidate? region)
    {
        if (region is not { Address: > 0 and { } address, MemSize: > 0 and { } size }) return [];
        string sizes = string.Concat(s_sizes.Where(known => known.Get(region) != null).Select(known => $" ramoops.{known.Argument}=0x{known.Get(region):x}"));
        return [Fix.Argument($"ramoops.mem_address=0x{address:x} ramoops.mem_size=0x{size:x}{sizes}{(region.Ecc > 0 ? $" ramoops.ecc={region.Ecc}" : "")}")];
    }

    /// <summary>Takes all ramoops parameters off the command line, as they are written there.</summary>
    public static Fix WithoutArguments(string commandLine)
    {
        var words = new List<string>();
        foreach ((string name, string? value) in KernelCommandLine.Parse(commandLine))
            if (KernelCommandLine.Canonical(name).StartsWith("ramoops.", StringComparison.Ordinal)) words.Add(value == null ? name : $"{name}={value}");
        return Fix.WithoutArgument(string.Join(' ', words));
    }

    /// <summary>"reg" of a node, in the cells of its parent.</summary>
    public static Fix Reg(IDeviceTreeNode node, ulong address, long size)
    {
        int addressCells = node.Parent!.AddressCells(), sizeCells = node.Parent!.SizeCells();
        return DeviceTreeProperties.AreCells(addressCells) && DeviceTreeProperties.AreCells(sizeCells)
            ? Fix.Tree($"reg = <{CellsText.Of(address, addressCells)} {CellsText.Of((ulong)size, sizeCells)}>;")
            : Fix.Tree("#address-cells = <2>; #size-cells = <2>;", Place(node.Parent!));
    }

    /// <summary>The path of a node, for a fix.</summary>
    public static string Place(IDeviceTreeNode node) => node.Path.Length == 0 ? "/" : node.Path;

    private sealed record SizeName(string Option, string Argument, Func<RegionCandidate, long?> Get);
}
