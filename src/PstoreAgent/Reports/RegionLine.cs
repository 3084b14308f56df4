using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Recovery;
using PstoreAgent.Sources;

namespace PstoreAgent.Reports;

/// <summary>The lines that say which kernel and which layout a report rests on.</summary>
internal static class RegionLine
{
    /// <summary>"6.1.192 (from the log text in console)".</summary>
    public static string Kernel(RecoveredRegion region) => region.Kernel.Certainty switch
    {
        Certainty.Given => $"{region.Kernel.Version} (given)",
        Certainty.Found => $"{region.Kernel.Version} (from {region.Kernel.Evidence})",
        _ => $"not known; read as {region.Kernel.Version}, {region.Kernel.Evidence}",
    };

    /// <summary>What stands in place of a layout.</summary>
    public static string WhyNoLayout(RecoveredRegion region) =>
        region.Diagnostics.Any(diagnostic => diagnostic.Id == Pstore.DiagnosticId.SizesContradicted)
            ? "the zone headers don't fit the sizes given"
            : "no zone headers found; name the sizes as options if you know them";

    /// <summary>"1 MiB at 0x880000000", "1 MiB from byte 4096".</summary>
    public static string Place(RecordSet set)
    {
        string size = SizeText.Of(set.Region.Layout!.Parameters.MemSize);
        int from = set.Region.Base;
        if (set.Snapshot?.Address is { } address) return $"{size} at 0x{address + (ulong)from:x}";
        long start = (set.Snapshot?.Start ?? 0) + from;
        return start > 0 ? $"{size} from byte {start}" : size;
    }

    /// <summary>"record 0x8000 × 30, console 0x8000, pmsg 0x1000, ecc 16"; a guess has a question mark.</summary>
    public static string Layout(RecoveredRegion region)
    {
        RamoopsParameters p = region.Layout!.Parameters;
        var parts = new List<string>();
        Part("record", "record_size", p.RecordSize, ZoneKind.Dmesg);
        Part("console", "console_size", p.ConsoleSize, ZoneKind.Console);
        Part("pmsg", "pmsg_size", p.PmsgSize, ZoneKind.Pmsg);
        Part("ftrace", "ftrace_size", p.FtraceSize, ZoneKind.Ftrace);
        parts.Add($"ecc {p.EccSize}{Mark(region, "ecc")}");
        return string.Join(", ", parts);

        void Part(string word, string name, long size, ZoneKind kind)
        {
            bool guessed = region.Certainties.TryGetValue(name, out Certainty certainty) && certainty == Certainty.Guessed;
            if (size == 0 && !guessed) return;
            int count = region.Layout!.Of(kind).Count();
            parts.Add($"{word} 0x{size:x}{(guessed ? "?" : "")}{(count > 1 ? $" x {count}" : "")}");
        }
    }

    private static string Mark(RecoveredRegion region, string name) =>
        region.Certainties.TryGetValue(name, out Certainty certainty) && certainty == Certainty.Guessed ? "?" : "";
}
