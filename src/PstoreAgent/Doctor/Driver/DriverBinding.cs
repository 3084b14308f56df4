using System.Text;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Doctor.Kernel;

namespace PstoreAgent.Doctor.Driver;

/// <summary>Whether the ramoops driver holds the region, and if not, what keeps it from that.</summary>
internal static class DriverBinding
{
    private const string Blacklist = "initcall_blacklist";

    public static IEnumerable<Finding> Check(Setup setup)
    {
        Machine machine = setup.Machine;
        if (machine.Argument(Blacklist) is { } calls && calls.Split(',').Contains("ramoops_init"))
        {
            yield return Finding.Problem("driver-blacklisted", "The kernel command line keeps the driver from starting", $"{Blacklist}={calls}: nothing is recorded", Without(Blacklist, calls, "ramoops_init"));
            yield break;
        }

        foreach (string name in (string[])["module_blacklist", "modprobe.blacklist"])
        {
            if (machine.Argument(name) is not { } modules || !modules.Split(',').Contains("ramoops")) continue;
            yield return Finding.Problem("driver-blacklisted", "The kernel command line keeps the driver from being loaded", $"{name}={modules}: nothing is recorded", Without(name, modules, "ramoops"));
            yield break;
        }

        if (setup.HasMachine) yield return Bound(setup, machine);
        else yield return Finding.Unknown("driver", "whether the driver holds the region: no running machine");
    }

    private static Fix Without(string argument, string list, string word)
    {
        string rest = string.Join(',', list.Split(',').Where(other => other != word));
        return rest.Length == 0 ? Fix.WithoutArgument($"{argument}={list}") : Fix.Argument($"{argument}={rest}");
    }

    private static Finding Bound(Setup setup, Machine machine)
    {
        if (machine.DriverBound == true) return Finding.Ok("driver", "the ramoops driver holds the region");
        if (machine.DriverBound == null) return Finding.Unknown("driver", "whether the driver holds the region: /sys can't be read");
        string log = LastLine(machine.KernelLogText) is { } line ? $"; the kernel log has \"{line}\"" : "";
        return KernelOptions.Value(setup, "CONFIG_PSTORE_RAM") == ConfigValue.Module && !machine.Root.Exists("/sys/module/ramoops")
            ? Finding.Problem("driver-not-loaded", "The ramoops driver is not loaded", $"it is a module, and nothing is recorded until it is there{log}", Fix.Shell("modprobe ramoops"), Fix.Shell("echo ramoops >/etc/modules-load.d/ramoops.conf"))
            : Finding.Problem("driver-not-bound", "The ramoops driver holds no region", $"nothing is recorded{log}", Fix.Shell("dmesg | grep -iE 'ramoops|pstore|reserved mem'"));
    }

    /// <summary>What the driver said last.</summary>
    private static string? LastLine(byte[] log)
    {
        string? found = null;
        foreach (string line in Encoding.Latin1.GetString(log).Split('\n'))
        {
            int at = line.IndexOf("ramoops: ", StringComparison.Ordinal);
            if (at >= 0) found = line[at..];
        }

        return found;
    }
}
