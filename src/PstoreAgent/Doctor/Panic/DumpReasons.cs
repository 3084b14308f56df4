using System.Globalization;
using Pstore;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.DeviceTree;

namespace PstoreAgent.Doctor.Panic;

/// <summary>
/// Which events leave a dump: max_reason of the driver (1 panic, 2 oops too, 3 emergency, 4 shutdown; 0: by printk.always_kmsg_dump), before 5.8
/// dump_oops (fs/pstore/ram.c, kernel/printk/printk.c, kmsg_dump).
/// </summary>
internal static class DumpReasons
{
    private const int ByPrintk = 0, PanicOnly = 1, Oops = 2;

    public static IEnumerable<Finding> Check(Setup setup)
    {
        (int reason, string origin) = Reason(setup);
        bool always = setup.Machine.Word("/sys/module/printk/parameters/always_kmsg_dump") is "Y" or "1" || setup.Machine.Argument("printk.always_kmsg_dump") is "1" or "y" or "Y";
        if (reason > Oops || (reason == ByPrintk && always))
        {
            yield return Finding.Warning("dumps-at-shutdown", "Orderly shutdowns leave dumps too", $"{origin}{(reason == ByPrintk ? ", printk.always_kmsg_dump is on" : "")}: each begins at slot 0 and overwrites the dump of the crash that was not archived yet",
                ReasonFix(setup));
        }
        else if (reason == PanicOnly)
        {
            string? stops = setup.Machine.Word("/proc/sys/kernel/panic_on_oops") ?? (setup.Machine.Argument("oops") == "panic" || setup.Machine.ConfigText("CONFIG_PANIC_ON_OOPS") == "y" ? "1" : setup.HasMachine ? null : "0");
            yield return stops is null or "1"
                ? Finding.Ok("dump-reasons", "panics leave a dump, and every oops is a panic")
                : Finding.Warning("oops-not-recorded", "An oops leaves no dump", $"{origin}, and kernel.panic_on_oops is 0: the board goes on, and nothing tells of it", [ReasonFix(setup), Fix.Sysctl("kernel.panic_on_oops = 1")]);
        }
        else
        {
            yield return Finding.Ok("dump-reasons", "panics and oopses leave a dump");
        }
    }

    private static (int Reason, string Origin) Reason(Setup setup)
    {
        var module = new ModuleParameters(setup.Machine.Root);
        if (setup.Machine.DriverBound == true && module.Int("max_reason") is { } used and >= 0) return (used, string.Create(CultureInfo.InvariantCulture, $"{ModuleParameters.Folder}/max_reason is {used}"));
        if (setup is { IsByTree: true, Node: { } node })
        {
            if (node.Cell("max-reason") is { } cell and <= int.MaxValue && setup.Has(KernelChanges.MaxReason) != false) return ((int)cell, $"max-reason of the node is {cell}");
            return node.Has("no-dump-oops") ? (PanicOnly, "the node has no-dump-oops") : (Oops, "");
        }

        var arguments = new RamoopsArguments(KernelCommandLine.Parse(setup.Machine.CommandLine ?? ""));
        if (arguments.Text("max_reason") != null && arguments.Int("max_reason") is >= 0 and var given) return (given, string.Create(CultureInfo.InvariantCulture, $"ramoops.max_reason={given}"));
        return arguments.Text("dump_oops") == "0" ? (PanicOnly, "ramoops.dump_oops=0") : (Oops, "");
    }

    private static Fix ReasonFix(Setup setup) => setup.IsByTree ? Fix.Tree("max-reason = <2>;") : Fix.Argument("ramoops.max_reason=2");
}
