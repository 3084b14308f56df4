using System.Globalization;

namespace Pstore.Ecc;

/// <summary>The line that ramoops appends to each record of a region with ECC (fs/pstore/ram_core.c, persistent_ram_ecc_string).</summary>
public static class EccNotice
{
    /// <summary>The notice, with its line feeds; the caller leaves it out when the region has no ECC.</summary>
    /// <param name="statistics">Counters of the zone, or their sum for merged ftrace zones.</param>
    /// <param name="reader">The kernel that shows the record: none before 3.10, "ECC: " in front from 5.18.</param>
    public static string Text(EccStatistics statistics, KernelVersion reader)
    {
        if (!KernelChanges.EccNotice.In(reader)) return "";
        string prefix = KernelChanges.EccNoticePrefix.In(reader) ? "ECC: " : "";
        return statistics == default
            ? $"\n{prefix}No errors detected\n"
            : string.Create(CultureInfo.InvariantCulture, $"\n{prefix}{statistics.CorrectedBytes} Corrected bytes, {statistics.BadBlocks} unrecoverable blocks\n");
    }
}
