using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Recovery;
using PstoreAgent.Sources;

namespace PstoreAgent.Reports;

/// <summary>The lines that say which kernel and which layout a report rests on.</summary>
internal static class RegionLine
{
    private const string SizeSuffix = "_size";

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

    /// <summary>"1 MiB at 0x880000000", "1 MiB from byte 4096", "pstore_blk, 4 MiB".</summary>
    public static string Place(StoreReading store)
    {
        (Snapshot snapshot, RecoveredRegion region) = store;
        string size = (snapshot.Format.HasKmsgHeader ? store.Backend + ", " : "") + SizeText.Of(region.Layout!.Size);
        if (snapshot.Address is { } address) return $"{size} at 0x{address + (ulong)region.Base:x}";
        long start = snapshot.Start + region.Base;
        return start > 0 ? $"{size} from byte {start}" : size;
    }

    /// <summary>"record 0x8000 × 30, console 0x8000, pmsg 0x1000, ecc 16"; a guess has a question mark.</summary>
    public static string Layout(RecoveredRegion region)
    {
        var parts = new List<string>();
        foreach (LayoutParameter parameter in region.Layout!.Named)
        {
            bool guessed = region.Certainties.TryGetValue(parameter.Name, out Certainty certainty) && certainty == Certainty.Guessed;
            string mark = guessed ? "?" : "";
            if (parameter.Kind is { } kind)
            {
                if (parameter.Value == 0 && !guessed) continue;
                int count = region.Layout.Of(kind).Count();
                parts.Add($"{parameter.Name[..^SizeSuffix.Length]} 0x{parameter.Value:x}{mark}{(count > 1 ? $" x {count}" : "")}");
            }
            else if (parameter.Name == "ecc")
            {
                parts.Add($"ecc {parameter.Value}{mark}");
            }
        }

        return string.Join(", ", parts);
    }
}
