using Pstore.Ram;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Doctor.Kernel;

namespace PstoreAgent.Doctor.Sizes;

/// <summary>Console, pmsg and ftrace: each needs a zone in the region and an option of the kernel.</summary>
internal static class FrontEnds
{
    private static readonly FrontEnd s_console = new(SizePlan.Console, "CONFIG_PSTORE_CONSOLE", "what was printed before the crash, and of a hang all there is,");
    private static readonly FrontEnd s_pmsg = new(SizePlan.Pmsg, "CONFIG_PSTORE_PMSG", "what user space says");
    private static readonly FrontEnd s_ftrace = new(SizePlan.Ftrace, "CONFIG_PSTORE_FTRACE", "the function trace");

    /// <summary>The zones, which the node or the parameters ask for.</summary>
    public static IEnumerable<Finding> CheckZones(Setup setup)
    {
        if (setup.Parameters is not { } sizes) yield break;
        foreach ((FrontEnd end, long size) in All(sizes))
        {
            if (PowerOfTwo.RoundDown(size) > 0) continue;
            Fix[] zone = SizePlan.Fixes(setup, end.Zone);
            Finding missing = Finding.Warning($"{end.Zone}-missing", $"There is no {end.Zone} zone", $"{end.What} is not recorded: {end.Zone}-size is missing or 0",
                KernelOptions.Value(setup, end.Option) == ConfigValue.No ? [.. zone, .. end.Options()] : zone);
            yield return zone.Length > 0 ? missing : missing.Advising("give it a larger region, which has room for one");
        }
    }

    /// <summary>The kernel's side of the zones that there are.</summary>
    public static IEnumerable<Finding> CheckOptions(Setup setup)
    {
        if (setup.Parameters is not { } sizes) yield break;
        foreach ((FrontEnd end, long size) in All(sizes))
            if (PowerOfTwo.RoundDown(size) > 0) yield return Option(setup, end, size);
        if (sizes.FtraceSize > 0) yield return Tracer(setup);
    }

    private static (FrontEnd End, long Size)[] All(RamoopsParameters sizes) => [(s_console, sizes.ConsoleSize), (s_pmsg, sizes.PmsgSize), (s_ftrace, sizes.FtraceSize)];

    private static Finding Option(Setup setup, FrontEnd end, long size)
    {
        string id = end.Option.ToLowerInvariant().Replace('_', '-');
        return KernelOptions.Value(setup, end.Option) switch
        {
            ConfigValue.No => Finding.Problem(id, $"The kernel has no {end.Option}", $"the {end.Zone} zone of 0x{size:x} bytes stays empty ({KernelOptions.Origin(setup)})", end.Options()),
            ConfigValue.Unknown => Finding.Unknown(id, $"whether the kernel has {end.Option}, which the {end.Zone} zone needs"),
            _ => Finding.Ok(id, $"{(end == s_ftrace ? "an" : "a")} {end.Zone} zone of 0x{PowerOfTwo.RoundDown(size):x} bytes, and {end.Option}"),
        };
    }

    private static Finding Tracer(Setup setup)
    {
        const string id = "config-function-tracer", option = "CONFIG_FUNCTION_TRACER";
        if (setup.Machine.Word("/proc/sys/kernel/ftrace_enabled") == "0")
            return Finding.Warning("ftrace-disabled", "Function tracing is switched off", "kernel.ftrace_enabled is 0: the ftrace zone gets nothing", Fix.Sysctl("kernel.ftrace_enabled = 1"));
        return KernelOptions.Value(setup, option) switch
        {
            ConfigValue.No => Finding.Problem(id, $"The kernel has no {option}", $"CONFIG_PSTORE_FTRACE needs it ({KernelOptions.Origin(setup)})", Fix.Config(option + "=y")),
            ConfigValue.Unknown => Finding.Unknown(id, $"whether the kernel has {option}, which the ftrace zone needs"),
            _ => Finding.Ok(id, option),
        };
    }

    /// <param name="Zone">Its kind.</param>
    /// <param name="Option">Of the kernel.</param>
    /// <param name="What">Is recorded there.</param>
    private sealed record FrontEnd(string Zone, string Option, string What)
    {
        // The trace's option depends on the tracer.
        public Fix[] Options() => Zone == SizePlan.Ftrace ? [Fix.Config("CONFIG_FUNCTION_TRACER=y"), Fix.Config(Option + "=y")] : [Fix.Config(Option + "=y")];
    }
}
