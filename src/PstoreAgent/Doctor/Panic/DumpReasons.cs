using System.Globalization;
using Pstore;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.DeviceTree;

namespace PstoreAgent.Doctor.Panic;

/// <summary>
/// Which events leave a dump: max_reason of the driver (1 panic, 2 oops too, 3 emergency, 4 shutdown; 0: by printk.always_kmsg_dump), before 5.8
/// dump_oops (fs/pstore/ram.c, fs/pstore/blk.c, kernel/printk/printk.c, kmsg_dump).
/// </summary>
internal static class DumpReasons
{
    private const int ByPrintk = 0, PanicOnly = 1, Oops = 2;
    private const string Always = "printk.always_kmsg_dump", AlwaysFile = "/sys/module/printk/parameters/always_kmsg_dump";

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (setup.Region == null && setup.Block == null)
        {
            yield return Finding.Unknown("dump-reasons", "which events leave a dump: no region is known");
            yield break;
        }

        DumpReason used = Reason(setup);
        bool always = setup.Machine.Word(AlwaysFile) is { } shown ? shown is "Y" or "1" : setup.Machine.IsSwitchedOn(Always);
        bool? stops = PanicOnOops(setup);
        if (used.Value > Oops || (used.Value == ByPrintk && always))
        {
            yield return Finding.Warning("dumps-at-shutdown", "Orderly shutdowns leave dumps too", $"{used.Origin}{(used.Value == ByPrintk ? $", {Always} is on" : "")}: each begins at slot 0 and overwrites the dump of the crash that was not archived yet",
                used.Fix);
        }
        else if (used.Value == PanicOnly && setup.Block is { IsFlash: false })
        {
            yield return Finding.Problem("oops-not-recorded", "Nothing leaves a dump", $"{used.Origin}: panics alone, and a block device is not written while the kernel panics", used.Fix);
        }
        else if (setup.Block is { IsFlash: false })
        {
            yield return Finding.Ok("dump-reasons", "oopses leave a dump");
        }
        else if (used.Value == PanicOnly && stops == false)
        {
            yield return Finding.Warning("oops-not-recorded", "An oops leaves no dump", $"{used.Origin}, and kernel.panic_on_oops is 0: the board goes on, and nothing tells of it", [used.Fix, Fix.Sysctl("kernel.panic_on_oops = 1")]);
        }
        else if (used.Value == PanicOnly && stops == null)
        {
            yield return Finding.Unknown("dump-reasons", $"whether an oops leaves a dump: {used.Origin}, and it is not known whether it is a panic");
        }
        else
        {
            yield return Finding.Ok("dump-reasons", stops switch
            {
                true => "panics leave a dump, and every oops is a panic",
                false => "panics and oopses leave a dump; after an oops the board goes on (kernel.panic_on_oops is 0)",
                _ => "panics and oopses leave a dump",
            });
        }
    }

    private static bool? PanicOnOops(Setup setup)
    {
        if (setup.Machine.Word("/proc/sys/kernel/panic_on_oops") is { } now) return now != "0";
        if (setup.Machine.Argument("oops") == "panic" || setup.Machine.ConfigText("CONFIG_PANIC_ON_OOPS") == "y") return true;
        return setup.Machine.ConfigOrigin == null ? null : false;
    }

    private static DumpReason Reason(Setup setup)
    {
        if (setup.Block is { } block)
        {
            Fix fixOfBlock = Fix.Argument("pstore_blk.max_reason=2");
            return block.Store?.MaxReason is { } asked ? new DumpReason(asked, string.Create(CultureInfo.InvariantCulture, $"pstore_blk.max_reason is {asked}"), fixOfBlock) : new DumpReason(Oops, "", fixOfBlock);
        }

        var module = new ModuleParameters(setup.Machine.Root);
        bool heedsReason = setup.Has(KernelChanges.MaxReason) != false;
        if (setup is { IsByTree: true, Node: { } node })
        {
            if (heedsReason && node.Cell("max-reason") is { } cell and <= int.MaxValue) return new DumpReason((int)cell, $"max-reason of the node is {cell}", Fix.Tree("max-reason = <2>;"));
            if (node.Has("no-dump-oops")) return new DumpReason(PanicOnly, "the node has no-dump-oops", Fix.Drop("no-dump-oops"));
        }
        else
        {
            var arguments = new RamoopsArguments(KernelCommandLine.Parse(setup.Machine.CommandLine ?? ""));
            if (heedsReason && arguments.Text("max_reason") != null && arguments.Int("max_reason") is >= 0 and var given)
                return new DumpReason(given, string.Create(CultureInfo.InvariantCulture, $"ramoops.max_reason={given}"), Fix.Argument("ramoops.max_reason=2"));
            if (arguments.Text("dump_oops") != null && arguments.Int("dump_oops") == 0) return new DumpReason(PanicOnly, "ramoops.dump_oops=0", Fix.Argument("ramoops.dump_oops=1"));
        }

        // What the running driver shows may come from modprobe too.
        Fix fix = setup.IsByTree ? Fix.Tree("max-reason = <2>;") : Fix.Argument("ramoops.max_reason=2");
        if (setup.Machine.DriverBound == true && module.Int("max_reason") is >= 0 and var used) return new DumpReason(used, string.Create(CultureInfo.InvariantCulture, $"{ModuleParameters.Folder}/max_reason is {used}"), fix);
        return new DumpReason(Oops, "", fix);
    }

    private sealed record DumpReason(int Value, string Origin, Fix Fix);
}
