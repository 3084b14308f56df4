using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;

namespace PstoreAgent.Control.CrashTests;

/// <summary>
/// What crashes the kernel: sysrq, and the test module LKDTM (drivers/misc/lkdtm) for what sysrq can't. A child pulls
/// the trigger: an oops kills the process in which it happens.
/// </summary>
internal static class CrashTrigger
{
    /// <summary>The hidden command of the child: the file and the word to write.</summary>
    public const string Verb = "__trigger";

    public const string SysrqPath = "/proc/sysrq-trigger";

    private const string Lkdtm = "/provoke-crash/DIRECT";

    /// <summary>What is written where, for people.</summary>
    public static string Words(CrashKind kind) => $"{Word(kind)} is written to {(kind == CrashKind.Panic ? SysrqPath : DebugFileSystem.UsualPlace + Lkdtm)}";

    /// <summary>Why there is no such trigger; null where it is there, or debugfs must be mounted to tell.</summary>
    public static string? WhyNot(CrashKind kind, Machine machine)
    {
        MachineRoot root = machine.Root;
        if (root.IsThisMachine && !root.Exists("/proc/self")) return "/proc is not mounted: mount -t proc proc /proc";
        if (kind == CrashKind.Panic) return root.Exists(SysrqPath) ? null : $"{SysrqPath} is missing: the kernel has no CONFIG_MAGIC_SYSRQ";
        if (machine.ConfigOption("CONFIG_LKDTM") == ConfigValue.No) return $"the kernel has no CONFIG_LKDTM (from {machine.ConfigOrigin}), which makes an {kind.Name()} on demand";
        if (DebugFileSystem.Place(root) is { } place && !root.Exists(place + Lkdtm))
            return $"{place}{Lkdtm} is missing: the kernel has no CONFIG_LKDTM, or its module lkdtm is not loaded (modprobe lkdtm)";
        return null;
    }

    /// <summary>Crashes the kernel. Comes back from an oops that the kernel survives, and from what it refuses.</summary>
    /// <exception cref="AgentException">The kernel refused it.</exception>
    public static void Pull(CrashKind kind, Machine machine)
    {
        string path = kind == CrashKind.Panic ? SysrqPath : DebugFileSystem.Ensure(machine) + Lkdtm;
        string located = machine.Root.Locate(path);
        using ChildProcess? child = ChildProcess.StartShared(OwnExecutable.Path, [Verb, located, Word(kind)], out int errno);
        if (child == null) throw new AgentException(ExitCode.InputOutput, $"starting the child that writes to {path}: {Errno.Text(errno)}");
        ExitStatus end = child.WaitForFirstThread();
        if (end.Signal == 0 && end.Code != 0) throw new AgentException(Errno.ExitCodeForReading(end.Code), $"{path}: {Errno.Text(end.Code)}");
    }

    /// <summary>Runs as the child. Exit code: errno.</summary>
    public static int Run(string[] args) => KernelSwitch.Write(new MachineRoot("/"), args[1], args[2]);

    private static string Word(CrashKind kind) => kind switch { CrashKind.Panic => "c", CrashKind.Oops => "EXCEPTION", _ => "HARDLOCKUP" };
}
