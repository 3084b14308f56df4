namespace Pstore.Verdicts;

/// <summary>What the machine's words and bits say of the last reset.</summary>
internal static class ResetSigns
{
    // WDIOF_POWERUNDER, WDIOF_CARDRESET and WDIOF_POWEROVER of include/uapi/linux/watchdog.h.
    private const uint PowerUnder = 0x10, CardReset = 0x20, PowerOver = 0x40;

    private static readonly string[] s_watchdog = ["watchdog", "wdt", "wdog", "wdg", "wtd"];

    private static readonly string[] s_power =
        ["poweron", "power on", "power-on", "power_on", "brownout", "brown-out", "brown out", "undervoltage", "under-voltage", "under voltage", "cold"];

    /// <summary>The sentence that says that a watchdog reset the machine; null where nothing says so.</summary>
    public static string? Watchdog(MachineEvidence machine) =>
        (machine.WatchdogBootStatus & CardReset) > 0 ? $"{machine.WatchdogOrigin} says that the watchdog reset the machine (0x{machine.WatchdogBootStatus:x})"
        : Has(machine, s_watchdog) ? Cause(machine)
        : null;

    /// <summary>The sentence that says that power was lost; null where nothing says so.</summary>
    public static string? Power(MachineEvidence machine) =>
        (machine.WatchdogBootStatus & (PowerUnder | PowerOver)) > 0 ? $"{machine.WatchdogOrigin} says that power failed (0x{machine.WatchdogBootStatus:x})"
        : Has(machine, s_power) || HasWord(machine.ResetCause, "por") ? Cause(machine)
        : null;

    private static string Cause(MachineEvidence machine) => $"{machine.ResetCauseOrigin} says '{machine.ResetCause}'";

    private static bool Has(MachineEvidence machine, string[] words) =>
        machine.ResetCause is { } cause && words.Any(word => cause.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>A word this short has to stand alone: "report" is no power-on reset.</summary>
    private static bool HasWord(string? text, string word)
    {
        for (int at = 0; text != null && (at = text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            bool begins = at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]);
            bool ends = at + word.Length == text.Length || !char.IsAsciiLetterOrDigit(text[at + word.Length]);
            if (begins && ends) return true;
        }

        return false;
    }
}
