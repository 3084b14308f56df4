using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Doctor.Kernel;

/// <summary>The options without which nothing is recorded, or a crash can't be asked for.</summary>
internal static class RecordingOptions
{
    private const string Pstore = "CONFIG_PSTORE";

    public static IEnumerable<Finding> Check(Setup setup)
    {
        foreach (Finding finding in CheckPstore(setup)) yield return finding;
        if (KernelOptions.Value(setup, Pstore) != ConfigValue.No) yield return Driver(setup);
    }

    /// <summary>Those that every backend needs.</summary>
    public static IEnumerable<Finding> CheckPstore(Setup setup)
    {
        yield return Needed(setup, "CONFIG_PRINTK", "there is no kernel log to record");
        yield return KernelOptions.Value(setup, Pstore) != ConfigValue.No
            ? Needed(setup, Pstore, "nothing is recorded")
            : Finding.Problem(Id(Pstore), $"The kernel has no {Pstore}", $"nothing is recorded ({KernelOptions.Origin(setup)}); without CONFIG_MISC_FILESYSTEMS it vanishes silently",
                Fix.Config("CONFIG_MISC_FILESYSTEMS=y"), Fix.Config(Pstore + "=y"), Fix.Config(setup.Block == null ? "CONFIG_PSTORE_RAM=y" : "CONFIG_PSTORE_BLK=y"));
    }

    private static Finding Needed(Setup setup, string option, string what)
    {
        string id = Id(option);
        return KernelOptions.Value(setup, option) switch
        {
            ConfigValue.No => Finding.Problem(id, $"The kernel has no {option}", $"{what} ({KernelOptions.Origin(setup)})", Fix.Config(option + "=y")),
            ConfigValue.Unknown => Finding.Unknown(id, $"whether the kernel has {option}"),
            _ => Finding.Ok(id, option),
        };
    }

    private static Finding Driver(Setup setup)
    {
        const string option = "CONFIG_PSTORE_RAM", id = "config-pstore-ram";
        if (KernelOptions.Value(setup, option) != ConfigValue.Module) return Needed(setup, option, "the kernel has no ramoops driver");
        if (setup.Machine.DriverBound == true) return Finding.Ok(id, $"{option} as a module, which is loaded");
        return Finding.Warning("config-pstore-ram-module", "The ramoops driver is a module", "crashes before it is loaded are not recorded, and a board without it in its initramfs loads it late or never",
            Fix.Config(option + "=y"), Fix.Shell("echo ramoops >/etc/modules-load.d/ramoops.conf"));
    }

    private static string Id(string option) => option.ToLowerInvariant().Replace('_', '-');
}
