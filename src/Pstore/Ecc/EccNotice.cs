using System.Buffers.Text;
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

    /// <summary>Where the notice at the end of a file begins, which is the end where there is none.</summary>
    /// <param name="file">A file of pstorefs.</param>
    /// <param name="statistics">The counters in the notice.</param>
    public static int Find(ReadOnlySpan<byte> file, out EccStatistics statistics)
    {
        const int longest = 96;
        statistics = default;
        if (file.IsEmpty || file[^1] != '\n') return file.Length;
        int from = Math.Max(0, file.Length - longest);
        int start = file[from..^1].LastIndexOf((byte)'\n');
        if (start < 0) return file.Length;
        ReadOnlySpan<byte> line = file[(from + start + 1)..^1];
        if (line.StartsWith("ECC: "u8)) line = line[5..];
        if (line.SequenceEqual("No errors detected"u8)) return from + start;
        if (!Utf8Parser.TryParse(line, out int corrected, out int used) || !Skip(ref line, used, " Corrected bytes, "u8)) return file.Length;
        if (!Utf8Parser.TryParse(line, out int bad, out used) || !Skip(ref line, used, " unrecoverable blocks"u8) || !line.IsEmpty) return file.Length;
        statistics = new EccStatistics(corrected, bad);
        return from + start;
    }

    private static bool Skip(ref ReadOnlySpan<byte> line, int number, ReadOnlySpan<byte> words)
    {
        line = line[number..];
        if (!line.StartsWith(words)) return false;
        line = line[words.Length..];
        return true;
    }
}
