using Pstore.Ram;
using PstoreAgent.Control.Pmsg;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Control.CrashTests;

/// <summary>What a crash of one kind would do on this machine, and what would be recorded of it.</summary>
/// <param name="Expected">The kinds of records that should come through.</param>
/// <param name="Facts">What happens, as name and value.</param>
/// <param name="Obstacles">Why a test would show nothing.</param>
/// <param name="Warnings">What to know before.</param>
internal sealed record CrashSetup(IReadOnlyList<ZoneKind> Expected, IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<string> Obstacles, IReadOnlyList<string> Warnings)
{
    private const string Kernel = "/proc/sys/kernel/", Ramoops = "/sys/module/ramoops/parameters/";

    public static CrashSetup Of(CrashKind kind, DiscoveryResult discovery, bool traced)
    {
        Machine machine = discovery.Machine;
        MachineRoot root = machine.Root;
        int? timeout = KernelSwitch.Number(root, Kernel + "panic"), panicOnOops = KernelSwitch.Number(root, Kernel + "panic_on_oops");
        int? level = KernelSwitch.Number(root, Kernel + "printk");
        bool panics = kind == CrashKind.Panic || (kind == CrashKind.Oops && panicOnOops > 0);
        RecordFtrace? trace = FtraceObstacles.ZoneSize(discovery) is null or 0 ? null : RecordFtrace.Find(root);
        List<ZoneKind> expected = Recorded(discovery, panics, kind, trace != null && (traced || trace.IsOn == true));

        List<(string, string)> facts =
        [
            ("Driver", machine.DriverBound == true ? "ramoops, bound" : machine.DriverBound == null ? "not known" : "ramoops is not bound"),
            ("Recorded", expected.Count == 0 ? "nothing" : string.Join(' ', expected.Select(zone => zone.Name()))),
            ("Reasons", machine.DriverBound == true ? DumpReasons(root) : "nothing is dumped without the driver"),
            ("After a panic", timeout switch { null => "not known", 0 => "the board stays as it is (kernel.panic = 0)", < 0 => $"it restarts at once (kernel.panic = {timeout})", _ => $"it restarts after {timeout} s (kernel.panic = {timeout})" }),
            ("After an oops", panicOnOops switch { null => "not known", 0 => "it goes on (kernel.panic_on_oops = 0)", _ => $"it panics (kernel.panic_on_oops = {panicOnOops})" }),
            ("Sysrq", $"kernel.sysrq = {KernelSwitch.Number(root, Kernel + "sysrq")?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not known"}; root may always use {CrashTrigger.SysrqPath}"),
            ("Console", level is { } shown ? $"messages below level {shown} are printed, and so recorded" : "level not known"),
            ("Trace", TraceWords(trace, traced)),
            ("Trigger", CrashTrigger.Words(kind)),
        ];
        return new CrashSetup(expected, facts, Obstructions(kind, machine, expected, traced && trace == null), Cautions(kind, machine, panics, timeout, expected.Contains(ZoneKind.Ftrace)));
    }

    private static string TraceWords(RecordFtrace? trace, bool traced) => trace switch
    {
        null => "no function trace: no ftrace zone, or no switch in debugfs",
        { IsOn: true } => "the function trace is on, and stays on",
        _ => traced ? "the function trace is turned on just before (--trace)" : "the function trace stays off (--trace turns it on)",
    };

    private static List<ZoneKind> Recorded(DiscoveryResult discovery, bool panics, CrashKind kind, bool traced)
    {
        var recorded = new List<ZoneKind>();
        Machine machine = discovery.Machine;
        if (machine.DriverBound != true) return recorded;
        RegionCandidate? region = discovery.Candidates.FirstOrDefault(candidate => candidate.Kind == DiscoverySource.Driver) ?? discovery.Chosen;
        if (region?.RecordSize is not 0 && (panics || (kind == CrashKind.Oops && DumpsOopses(machine.Root)))) recorded.Add(ZoneKind.Dmesg);
        if (region?.ConsoleSize is not 0 && machine.ConfigOption("CONFIG_PSTORE_CONSOLE") != ConfigValue.No) recorded.Add(ZoneKind.Console);
        if (PmsgDevice.Exists(machine)) recorded.Add(ZoneKind.Pmsg);
        if (traced) recorded.Add(ZoneKind.Ftrace);
        return recorded;
    }

    // From 5.8 on max_reason says it (1 panics, 2 oopses too), before it was dump_oops.
    private static bool DumpsOopses(MachineRoot root) =>
        KernelSwitch.Number(root, Ramoops + "max_reason") is { } most ? most is < 0 or 0 or >= 2 : KernelSwitch.Number(root, Ramoops + "dump_oops") != 0;

    private static string DumpReasons(MachineRoot root) => KernelSwitch.Number(root, Ramoops + "max_reason") is { } most
        ? $"{(most == 1 ? "panics" : "panics and oopses")} are dumped (ramoops.max_reason = {most})"
        : DumpsOopses(root) ? "panics and oopses are dumped" : "panics are dumped (ramoops.dump_oops = 0)";

    private static List<string> Obstructions(CrashKind kind, Machine machine, List<ZoneKind> expected, bool lacksTrace)
    {
        var obstacles = new List<string>();
        if (machine.PstoreBackend is { } backend and not "ramoops") obstacles.Add($"the backend of pstore is {backend} and not ramoops");
        else if (machine.DriverBound != true) obstacles.Add("the ramoops driver is not bound, so that nothing is recorded");
        else if (!expected.Any(zone => zone is ZoneKind.Dmesg or ZoneKind.Console) && (kind != CrashKind.Hang || expected.Count == 0)) obstacles.Add("the region has neither dmesg nor console zones");
        if (lacksTrace) obstacles.Add("--trace: there is no ftrace zone, or no switch of the trace in debugfs (pstore-agent ftrace status tells)");
        if (CrashTrigger.WhyNot(kind, machine) is { } missing) obstacles.Add(missing);
        return obstacles;
    }

    private static List<string> Cautions(CrashKind kind, Machine machine, bool panics, int? timeout, bool traced)
    {
        List<string> warnings = ["what other programs have not saved is lost; file systems are synced once before"];
        if (panics && timeout == 0) warnings.Add("nobody restarts the board after the panic: reset it, without cutting its power; kernel.panic = 5 restarts it");
        if (traced) warnings.Add("with the function trace the kernel may hang before it comes to the crash: mostly so where the region has ECC, at times where all CPUs share one trace zone");
        if (kind == CrashKind.Hang)
            warnings.Add(machine.Root.Exists("/dev/watchdog") ? "a hung board is reset by its watchdog, if that runs, or by hand, without cutting its power" : "there is no watchdog: reset the board by hand, without cutting its power");
        return warnings;
    }
}
