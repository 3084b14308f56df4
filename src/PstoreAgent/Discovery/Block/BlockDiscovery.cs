using System.Globalization;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery.Block;

/// <summary>
/// Finds the block store of a machine: the parameters of pstore_blk in /sys (fs/pstore/blk.c; 5.8 to 7.3; for root only), the kernel command
/// line, the kernel's configuration, in this order. mtdpstore takes the same ones. Nothing is opened but text.
/// </summary>
internal static class BlockDiscovery
{
    public const string Folder = "/sys/module/pstore_blk/parameters";

    private const string Config = "CONFIG_PSTORE_BLK";

    // The name of a parameter, and the option without which its zone is not built.
    private static readonly (string Name, string? FrontEnd)[] s_sizes =
        [("kmsg_size", null), ("pmsg_size", "CONFIG_PSTORE_PMSG"), ("console_size", "CONFIG_PSTORE_CONSOLE"), ("ftrace_size", "CONFIG_PSTORE_FTRACE")];

    /// <summary>Each device that is named, once, in the order of belief; only the first can be the driver's.</summary>
    public static List<BlockCandidate> Find(DiscoveryOptions options, Machine machine)
    {
        var arguments = new BlkArguments(KernelCommandLine.Parse(machine.CommandLine ?? ""));
        var found = new List<BlockCandidate>();
        if (machine.Word($"{Folder}/blkdev") is { } held) found.Add(FromDriver(machine, held));
        if (arguments.Text("blkdev") is { Length: > 0 } named && (found.Count == 0 || found[0].Device != named)) found.Add(FromArguments(machine, arguments, named));
        if (found.Count == 0 && machine.ConfigText($"{Config}_BLKDEV") is { Length: > 0 } built) found.Add(FromArguments(machine, arguments, built));
        for (int i = 0; i < found.Count; i++)
        {
            found[i] = found[i] with
            {
                IsHeld = i == 0 && machine.PstoreBackend == BlockCandidate.Backend,
                Cpus = options.Cpus ?? machine.Cpus,
                Kernel = options.Kernel ?? machine.RunningKernel?.Version,
            };
        }

        return found;
    }

    /// <summary>Whether the driver holds a device that may be named otherwise; where that can't be told, it counts as held.</summary>
    public static bool IsHeld(IReadOnlyList<BlockCandidate> candidates, DevicePlace place, MachineRoot root)
    {
        foreach (BlockCandidate candidate in candidates)
        {
            if (!candidate.IsHeld) continue;
            DevicePlace held = BlockDevicePath.Resolve(candidate.Device, root);
            if (held.Flash != null || place.Flash != null) return held.Flash?.Index == place.Flash?.Index;
            return held.Number == null || place.Number == null || held.Number == place.Number;
        }

        return false;
    }

    private static BlockCandidate FromDriver(Machine machine, string device)
    {
        var sizes = new List<BlockSize>();
        foreach ((string name, _) in s_sizes)
            if (Number(machine.Word($"{Folder}/{name}")) is { } kib) sizes.Add(new BlockSize(name, kib, Folder));
        return new BlockCandidate(BlockSource.Driver, Folder, device)
        {
            Sizes = sizes,
            MaxReason = Number(machine.Word($"{Folder}/max_reason")) is { } reason ? (int)reason : null,
            BestEffort = machine.Word($"{Folder}/best_effort") switch { "Y" or "1" => true, "N" or "0" => false, _ => null },
        };
    }

    /// <summary>What is not on the command line is as the kernel was built.</summary>
    private static BlockCandidate FromArguments(Machine machine, BlkArguments arguments, string device)
    {
        var sizes = new List<BlockSize>();
        foreach ((string name, string? frontEnd) in s_sizes)
        {
            long? given = arguments.Long(name);
            (long? kib, string origin) = given != null ? (given, "the kernel command line") : (Built(machine, name, frontEnd), machine.ConfigOrigin ?? "");
            if (kib is { } value) sizes.Add(new BlockSize(name, value, origin));
        }

        bool byArgument = arguments.Text("blkdev") is { Length: > 0 };
        long? reason = arguments.Long("max_reason") ?? Number(machine.ConfigText($"{Config}_MAX_REASON"));
        return new BlockCandidate(byArgument ? BlockSource.CommandLine : BlockSource.KernelConfig, byArgument ? "pstore_blk.* on the kernel command line" : $"{Config}_BLKDEV in {machine.ConfigOrigin}", device)
        {
            Sizes = sizes,
            MaxReason = reason is >= 0 and <= int.MaxValue ? (int)reason : null,
            BestEffort = machine.CommandLine == null ? null : arguments.Switch("best_effort"),
            Refused = arguments.Refused,
        };
    }

    private static long? Built(Machine machine, string name, string? frontEnd)
    {
        if (machine.ConfigOption(Config) is not (ConfigValue.Yes or ConfigValue.Module)) return null;
        return frontEnd != null && machine.ConfigOption(frontEnd) == ConfigValue.No ? -1 : Number(machine.ConfigText($"{Config}_{name.ToUpperInvariant()}"));
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;
}
