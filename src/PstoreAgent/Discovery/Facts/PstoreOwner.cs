using System.Text;

namespace PstoreAgent.Discovery.Facts;

/// <summary>
/// The backend that pstore has. Its parameter shows that; but where the kernel command line asks for one, it shows that one from the beginning,
/// registered or not (fs/pstore/platform.c, pstore_register).
/// </summary>
internal static class PstoreOwner
{
    private const string Parameter = "/sys/module/pstore/parameters/backend", Argument = "pstore.backend";

    /// <summary>Null without one.</summary>
    public static string? Find(Machine machine)
    {
        if (machine.Word(Parameter) is not { } name || name == "(null)") return null;
        return machine.Argument(Argument) != name || IsRegistered(machine, name) ? name : null;
    }

    // A backend with a zone for them brings console and pmsg; the log has a line of all. Where its beginning is lost, it counts as registered:
    // what a driver may hold is not to be written.
    private static bool IsRegistered(Machine machine, string name)
    {
        if (machine.Root.Exists("/sys/class/pmsg/pmsg0") || (machine.Word("/proc/consoles") ?? "").Contains(name, StringComparison.Ordinal)) return true;
        ReadOnlySpan<byte> log = machine.KernelLogText;
        return log.IndexOf(Encoding.Latin1.GetBytes($"Registered {name} as persistent store backend")) >= 0 || log.IndexOf("Linux version "u8) < 0;
    }
}
