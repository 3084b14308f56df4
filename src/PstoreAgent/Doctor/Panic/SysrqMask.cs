using System.Globalization;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Doctor.Kernel;

namespace PstoreAgent.Doctor.Panic;

/// <summary>Whether a board that hangs can be told to crash, by SysRq on its serial console (drivers/tty/sysrq.c).</summary>
internal static class SysrqMask
{
    // SYSRQ_ENABLE_DUMP, under which "c" is; 1 is everything.
    private const int Dump = 8, All = 1;
    private const string Option = "CONFIG_MAGIC_SYSRQ", File = "/proc/sys/kernel/sysrq";

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (KernelOptions.Value(setup, Option) == ConfigValue.No)
        {
            yield return Finding.Warning("sysrq-missing", $"The kernel has no {Option}", $"neither a test nor a hung board can be told to crash ({KernelOptions.Origin(setup)})", Fix.Config(Option + "=y"));
            yield break;
        }

        string? text = setup.Machine.Word(File) ?? (setup.Machine.HasArgument("sysrq_always_enabled") ? "1" : setup.Machine.ConfigText(Option + "_DEFAULT_ENABLE"));
        if (!KernelNumber.TryInt(text, out int mask))
        {
            yield return Finding.Unknown("sysrq-mask", "whether SysRq may crash a board that hangs");
            yield break;
        }

        string shown = string.Create(CultureInfo.InvariantCulture, $"kernel.sysrq is {mask}");
        yield return mask == All || (mask & Dump) != 0
            ? Finding.Ok("sysrq-mask", $"SysRq-c crashes a board that hangs ({shown})")
            : Finding.Warning("sysrq-mask", "SysRq-c is not allowed on the console", $"{shown}, without {Dump}: a board that hangs can't be told to crash and leave a dump; writing to /proc/sysrq-trigger works all the same",
                Fix.Sysctl(string.Create(CultureInfo.InvariantCulture, $"kernel.sysrq = {mask | Dump}")));
    }
}
