using System.Text;
using Pstore.Ram;
using Pstore.Recovery;
using PstoreAgent.Output;
using PstoreAgent.Sources;

namespace PstoreAgent.Reports;

/// <summary>The zone map as a bar and a table. Runs of dmesg zones with nothing in them share a line.</summary>
internal static class LayoutTable
{
    public static void Write(RecordSet set, StandardOutput output)
    {
        if (set.Stores.Count == 0) output.Line(TerminalText.OneLine($"{set.Sources[0].Name}: {RegionLine.WhyNoLayout(set.Region)}"));
        foreach (StoreReading store in set.Stores)
        {
            if (store != set.Stores[0]) output.Line();
            Write(store, output);
        }

        if (set.Discovery is { } discovery && set.Region.Layout != null) DiscoveryTable.Write(discovery, output);
    }

    private static void Write(StoreReading store, StandardOutput output)
    {
        RecoveredRegion region = store.Region;
        if (region.Layout == null)
        {
            output.Line(TerminalText.OneLine($"{store.Snapshot.Name}: {RegionLine.WhyNoLayout(region)}"));
            return;
        }

        output.Line($"Kernel   {RegionLine.Kernel(region)}");
        output.Line($"Region   {RegionLine.Place(store)}: {RegionLine.Layout(region)}");
        output.Line();
        output.Line(Bar(region));
        output.Line("d dmesg, c console, p pmsg, f ftrace: upper case where a record is; ! damaged, . unused");
        output.Line();
        output.Line($"{"Zone",-12} {"Offset",10} {"Size",10} {"Data",10} {"Used",10}  State");
        WriteZones(region, output);
        if (region.Layout.UnusedBytes > 0) output.Line($"{"(unused)",-12} {$"0x{region.Layout.Size - region.Layout.UnusedBytes:x}",10} {$"0x{region.Layout.UnusedBytes:x}",10}");
    }

    private static void WriteZones(RecoveredRegion region, StandardOutput output)
    {
        IReadOnlyList<AttachedZone> zones = region.Zones;
        for (int i = 0; i < zones.Count; i++)
        {
            int last = i;
            while (IsPlain(zones[i]) && last + 1 < zones.Count && IsPlain(zones[last + 1]) && zones[last + 1].State == zones[i].State) last++;
            AttachedZone zone = zones[i];
            string name = last > i ? $"dmesg {zone.Zone.Index}-{zones[last].Zone.Index}" : zone.Zone.Name;
            string each = last > i ? " each" : "";
            output.Line($"{name,-12} {$"0x{zone.Zone.Offset:x}",10} {$"0x{zone.Zone.Size:x}",10} {$"0x{zone.Zone.DataSize:x}",10} {$"0x{ZoneStateText.Used(zone):x}",10}  {ZoneStateText.Of(zone)}{each}");
            i = last;
        }
    }

    private static bool IsPlain(AttachedZone zone) => zone.Zone.Kind == ZoneKind.Dmesg && zone.State is ZoneState.Empty or ZoneState.Unused;

    /// <summary>The region in 64 steps; what matters most within a step is shown.</summary>
    private static string Bar(RecoveredRegion region)
    {
        const int steps = 64;
        long size = Math.Max(region.Layout!.Size, 1);
        var bar = new StringBuilder("[").Append('.', steps).Append(']');
        int[] ranks = new int[steps];
        foreach (AttachedZone zone in region.Zones)
        {
            char letter = zone.Zone.Kind.Name()[0];
            (int rank, char shown) = zone.State switch
            {
                ZoneState.Empty or ZoneState.Unused => (1, letter),
                ZoneState.Valid => (2, char.ToUpperInvariant(letter)),
                _ => (3, '!'),
            };
            for (long step = zone.Zone.Offset * (long)steps / size; step <= Math.Min(steps - 1, (zone.Zone.End - 1) * (long)steps / size); step++)
            {
                if (ranks[step] >= rank) continue;
                ranks[step] = rank;
                bar[(int)step + 1] = shown;
            }
        }

        return bar.ToString();
    }
}
