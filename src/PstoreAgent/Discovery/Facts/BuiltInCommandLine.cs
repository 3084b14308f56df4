namespace PstoreAgent.Discovery.Facts;

/// <summary>
/// Words of the kernel command line that are built into the kernel (CONFIG_CMDLINE): in place of what the boot loader passes, beside it, or
/// where it passes nothing (drivers/of/fdt.c, early_init_dt_scan_chosen; arch/x86/kernel/setup.c).
/// </summary>
internal static class BuiltInCommandLine
{
    /// <summary>What the kernel makes of the boot loader's words; null where that is not known.</summary>
    public static string? Join(string? passed, KernelConfig config)
    {
        string? built = Words(config);
        if (built != null && IsForced(config)) return built;
        if (passed == null || built == null) return passed;
        if (IsLast(config)) return $"{passed} {built}";
        if (Is(config, "CONFIG_CMDLINE_BOOL")) return $"{built} {passed}";
        return passed.Length > 0 ? passed : built;
    }

    /// <summary>Whether they count alone.</summary>
    public static bool IsForced(KernelConfig config) => Is(config, "CONFIG_CMDLINE_FORCE") || Is(config, "CONFIG_CMDLINE_OVERRIDE");

    /// <summary>Whether they stand behind the boot loader's.</summary>
    public static bool IsLast(KernelConfig config) => Is(config, "CONFIG_CMDLINE_EXTEND");

    /// <summary>The built-in words; null without any.</summary>
    public static string? Words(KernelConfig config) =>
        config.TextOf("CONFIG_CMDLINE") is { Length: > 0 } text ? text.Replace("\\\"", "\"", StringComparison.Ordinal) : null;

    private static bool Is(KernelConfig config, string option) => config.ValueOf(option) == ConfigValue.Yes;
}
