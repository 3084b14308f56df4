using System.Globalization;
using System.Text;
using PstoreAgent.Native;

namespace PstoreAgent.Discovery.Facts;

/// <summary>
/// What the machine says of its last reset: the status at boot of its watchdogs (sysfs, decimal, WDIOF_ bits), and the
/// word that a boot loader leaves in the device tree or on the kernel command line.
/// </summary>
/// <param name="Cause">The word; null without one.</param>
/// <param name="CauseOrigin">Where it was read.</param>
/// <param name="WatchdogBootStatus">The bits of all watchdogs; null where no watchdog tells.</param>
/// <param name="WatchdogOrigin">Where they were read: of several the one that has some.</param>
internal sealed record ResetEvidence(string? Cause, string? CauseOrigin, uint? WatchdogBootStatus, string? WatchdogOrigin)
{
    private const string Watchdogs = "/sys/class/watchdog";
    private const int MostWatchdogs = 16, MostCause = 64;

    // Who writes them: barebox; U-Boot of several vendors; cboot of Tegra boards; a name that others use.
    private static readonly string[] s_properties =
    [
        "/proc/device-tree/chosen/reset-source",
        "/proc/device-tree/u-boot/reset-cause",
        "/proc/device-tree/chosen/reset/pmc-reset-reason/reset-source",
        "/proc/device-tree/chosen/reset-reason",
        "/proc/device-tree/chosen/reset-cause",
    ];

    // Names with "_", as Machine.Argument compares them.
    private static readonly string[] s_arguments = ["androidboot.bootreason", "bootreason", "reset_cause", "reset_reason"];

    /// <summary>Reads what there is.</summary>
    public static ResetEvidence Read(Machine machine)
    {
        (string? cause, string? origin) = FindCause(machine);
        (uint? status, string? watchdog) = FindStatus(machine.Root);
        return new ResetEvidence(cause, origin, status, watchdog);
    }

    private static (string? Cause, string? Origin) FindCause(Machine machine)
    {
        foreach (string path in s_properties)
            if (Property(machine.Root, path) is { } cause) return (cause, path);
        foreach (string name in s_arguments)
            if (machine.Argument(name) is { Length: > 0 and <= MostCause } cause) return (cause, $"{name}= on the kernel command line");
        return default;
    }

    /// <summary>The string of a property; null where it is none: some have a number of the chip's in its place.</summary>
    private static string? Property(MachineRoot root, string path)
    {
        if (root.TryReadBytes(path, DiscoveryLimits.Word, out byte[] bytes) != ReadState.Read) return null;
        ReadOnlySpan<byte> text = bytes.AsSpan().TrimEnd((byte)0);
        return text.Length is 0 or > MostCause || text.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E) ? null : Encoding.ASCII.GetString(text);
    }

    private static (uint? Status, string? Origin) FindStatus(MachineRoot root)
    {
        (uint? status, string? origin) = (null, null);
        _ = root.TryListDirectory(Watchdogs, out IReadOnlyList<DirectoryEntry> entries);
        for (int i = 0; i < entries.Count && i < MostWatchdogs; i++)
        {
            string path = $"{Watchdogs}/{entries[i].Name}/bootstatus";
            if (root.TryReadText(path, DiscoveryLimits.Word, out string text) != ReadState.Read
                || !uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint bits)) continue;
            if (origin == null || (status == 0 && bits > 0)) origin = path;
            status = (status ?? 0) | bits;
        }

        return (status, origin);
    }
}
