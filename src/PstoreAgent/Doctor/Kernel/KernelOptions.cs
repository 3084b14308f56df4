using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Doctor.Kernel;

/// <summary>Options of the kernel: by its configuration, else by what they put into /proc, /sys and /dev.</summary>
internal static class KernelOptions
{
    private const string Consoles = "/proc/consoles";

    // What is there only with the option, and so proves it; that it isn't there proves nothing.
    private static readonly (string Option, string Path)[] s_signs =
    [
        ("CONFIG_PSTORE", "/sys/module/pstore"), ("CONFIG_PSTORE", "/sys/fs/pstore"),
        ("CONFIG_PSTORE_RAM", "/sys/bus/platform/drivers/ramoops"), ("CONFIG_PSTORE_RAM", "/sys/module/ramoops"),
        ("CONFIG_PSTORE_BLK", "/sys/module/pstore_blk"), ("CONFIG_MTD_PSTORE", "/sys/module/mtdpstore"),
        ("CONFIG_PSTORE_PMSG", "/sys/class/pmsg"), ("CONFIG_PSTORE_PMSG", "/dev/pmsg0"),
        ("CONFIG_PSTORE_FTRACE", "/sys/kernel/debug/pstore/record_ftrace"), ("CONFIG_PSTORE_FTRACE", "/sys/module/pstore/parameters/record_ftrace"),
        ("CONFIG_FUNCTION_TRACER", "/proc/sys/kernel/ftrace_enabled"),
        ("CONFIG_DEVMEM", "/dev/mem"), ("CONFIG_PROC_KCORE", "/proc/kcore"), ("CONFIG_MAGIC_SYSRQ", "/proc/sysrq-trigger"), ("CONFIG_PRINTK", "/dev/kmsg"),
    ];

    public static ConfigValue Value(Setup setup, string option)
    {
        if (setup.Machine.ConfigOrigin != null) return setup.Machine.ConfigOption(option);
        foreach ((string known, string path) in s_signs)
            if (known == option && setup.Machine.Root.Exists(path)) return ConfigValue.Yes;
        return option switch
        {
            "CONFIG_PSTORE_CONSOLE" => HasConsole(setup) ? ConfigValue.Yes : ShowsFrontEnds(setup) && setup.Machine.Root.Exists(Consoles) ? ConfigValue.No : ConfigValue.Unknown,
            "CONFIG_PSTORE_PMSG" => ShowsFrontEnds(setup) && setup.Machine.Root.DirectoryExists("/sys/class") ? ConfigValue.No : ConfigValue.Unknown,
            _ => ConfigValue.Unknown,
        };
    }

    // Where the driver holds a region, it has made what it can of all its zones (pstore_register).
    private static bool ShowsFrontEnds(Setup setup) => setup.HasMachine && setup.Machine.PstoreBackend == "ramoops" && setup.Parameters is { ConsoleSize: > 0, PmsgSize: > 0 };

    /// <summary>Where the options were read, for people.</summary>
    public static string Origin(Setup setup) => setup.Machine.ConfigOrigin ?? "by what is in /proc, /sys and /dev";

    // "ramoops-1  -W- (E  p)": the console is called as the backend, before 5.0 "pstore".
    private static bool HasConsole(Setup setup)
    {
        foreach (string line in (setup.Machine.Word(Consoles) ?? "").Split('\n'))
            if (line.StartsWith("ramoops", StringComparison.Ordinal) || line.StartsWith("pstore", StringComparison.Ordinal)) return true;
        return false;
    }
}
