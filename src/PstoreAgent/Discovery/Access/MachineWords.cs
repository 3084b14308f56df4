using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery.Access;

/// <summary>Facts of the machine as parts of a sentence, with where they were read.</summary>
internal static class MachineWords
{
    /// <summary>"the kernel has CONFIG_X (from /proc/config.gz)", or "probably has".</summary>
    public static string KernelHas(Machine machine, string option) => machine.ConfigOption(option) switch
    {
        ConfigValue.Unknown => $"the kernel probably has {option}",
        ConfigValue.No => $"the kernel has no {option} (from {machine.ConfigOrigin}), and refuses all the same",
        _ => $"the kernel has {option} (from {machine.ConfigOrigin})",
    };

    /// <summary>"the kernel has no CONFIG_X (from …)", or "probably has no"; null when it has it.</summary>
    public static string? KernelLacks(Machine machine, string option) => machine.ConfigOption(option) switch
    {
        ConfigValue.Unknown => $"the kernel probably has no {option}",
        ConfigValue.No => $"the kernel has no {option} (from {machine.ConfigOrigin})",
        _ => null,
    };

    /// <summary>Why something that asks for a capability is refused; <paramref name="lockdowns"/> are the modes that refuse it too.</summary>
    public static string WhyRefused(Machine machine, bool? capable, string capability, params string[] lockdowns)
    {
        if (machine.Lockdown is { } mode && Array.IndexOf(lockdowns, mode) >= 0)
            return $"kernel lockdown is \"{mode}\" ({machine.LockdownOrigin})";
        if (machine.Rights.IsRoot == false && capable != true) return $"it needs root ({capability})";
        if (capable == false) return $"this process is root without {capability}, as in a container";
        return machine.Lockdown == null
            ? $"probably kernel lockdown, a security module, or a process without {capability}"
            : $"probably a security module; lockdown is \"{machine.Lockdown}\"";
    }
}
