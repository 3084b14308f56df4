using System.Globalization;
using PstoreAgent.Discovery;

namespace PstoreAgent.Doctor.Panic;

/// <summary>Which messages reach the console zone: those that reach any console (kernel/printk/printk.c, console_loglevel).</summary>
internal static class ConsoleLevel
{
    // Level 6, "info", is below 7, the kernel's own default; "quiet" makes it 4.
    private const int Quiet = 4, Default = 7;

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (setup.Parameters is not { ConsoleSize: > 0 }) yield break;
        (int? level, string origin) = Level(setup);
        yield return level switch
        {
            null => Finding.Unknown("console-loglevel", "which messages reach the console zone"),
            <= Quiet => Finding.Warning("console-loglevel", "The console zone has errors alone", string.Create(CultureInfo.InvariantCulture, $"the console's level is {level} ({origin}); what the kernel says besides is not recorded there"),
                Fix.Argument("loglevel=7"), Fix.Sysctl("kernel.printk = 7 4 1 7")),
            _ => Finding.Ok("console-loglevel", string.Create(CultureInfo.InvariantCulture, $"messages below level {level} reach the console zone")),
        };
    }

    private static (int? Level, string Origin) Level(Setup setup)
    {
        if (setup.Machine.HasArgument("ignore_loglevel") || setup.Machine.Word("/sys/module/printk/parameters/ignore_loglevel") == "Y") return (8, "ignore_loglevel");
        if (setup.Machine.Word("/proc/sys/kernel/printk") is { } printk) return (Number(printk.Split('\t', ' ')[0]), "/proc/sys/kernel/printk");
        if (setup.Machine.CommandLine is not { } line) return (null, "");
        (int? Level, string Origin) found = (Number(setup.Machine.ConfigText("CONFIG_CONSOLE_LOGLEVEL_DEFAULT")) ?? Default, "the kernel's own");

        // The last word counts.
        foreach ((string name, string? value) in KernelCommandLine.Parse(line))
        {
            if (name == "quiet") found = (Number(setup.Machine.ConfigText("CONFIG_CONSOLE_LOGLEVEL_QUIET")) ?? Quiet, name);
            if (name == "debug") found = (10, name);
            if (name == "loglevel" && Number(value) is { } given) found = (given, $"{name}={value}");
        }

        return found;
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
}
