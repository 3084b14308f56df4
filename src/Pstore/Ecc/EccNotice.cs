using System.Globalization;

namespace Pstore.Ecc;

/// <summary>The line that the kernel appends to each record of a region with ECC (persistent_ram_ecc_string).</summary>
public static class EccNotice
{
    /// <summary>The notice as <paramref name="reader"/> writes it; empty before 3.10.</summary>
    public static string Text(EccStatistics ecc, KernelVersion reader)
    {
        if (!KernelChanges.EccNotice.In(reader)) return "";
        string prefix = KernelChanges.EccNoticePrefix.In(reader) ? "ECC: " : "";
        return ecc == default
            ? $"\n{prefix}No errors detected\n"
            : string.Create(CultureInfo.InvariantCulture, $"\n{prefix}{ecc.CorrectedBytes} Corrected bytes, {ecc.BadBlocks} unrecoverable blocks\n");
    }
}
