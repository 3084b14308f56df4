using System.Globalization;
using Pstore.Ram;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery;

/// <summary>
/// The zones in /proc/iomem (ramoops_init_przs, persistent_ram_iomap): "ramoops:dmesg(3/29)" from 5.0 on, "ramoops:dump(3/29)" in 4.20,
/// "ramoops:console", "ramoops:ftrace(0/3)", "ramoops:pmsg", and "persistent_ram" for all before.
/// The second number is one less than the count; "(i/n)" is left out where there is one only.
/// </summary>
internal static class IomemZones
{
    private const string Label = "ramoops:", OldLabel = "persistent_ram";

    public static List<IomemZone> Of(Iomem iomem)
    {
        var zones = new List<IomemZone>();
        foreach (IomemRange range in iomem.Ranges)
        {
            if (zones.Count < DiscoveryLimits.ZoneLines && range.End - range.Start < long.MaxValue && TryLabel(range.Name, out ZoneKind? kind, out int index, out int count))
                zones.Add(new IomemZone(kind, index, count, range.Start, (long)(range.End - range.Start) + 1));
        }

        zones.Sort((a, b) => a.Address.CompareTo(b.Address));
        return zones;
    }

    public static bool IsLabel(string name) => TryLabel(name, out _, out _, out _);

    private static bool TryLabel(ReadOnlySpan<char> name, out ZoneKind? kind, out int index, out int count)
    {
        (kind, index, count) = (null, 0, 1);
        if (name.SequenceEqual(OldLabel)) return true;
        if (!name.StartsWith(Label)) return false;
        name = name[Label.Length..];
        int open = name.IndexOf('(');
        kind = (open < 0 ? name : name[..open]) switch
        {
            "dmesg" or "dump" => ZoneKind.Dmesg,
            "console" => ZoneKind.Console,
            "ftrace" => ZoneKind.Ftrace,
            "pmsg" => ZoneKind.Pmsg,
            _ => null,
        };
        if (kind == null) return false;
        if (open < 0) return true;
        name = name[(open + 1)..].TrimEnd(')');
        int slash = name.IndexOf('/');
        if (slash < 0 || !TryNumber(name[..slash], out index) || !TryNumber(name[(slash + 1)..], out int last)) return false;
        count = last + 1;
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value < DiscoveryLimits.ZoneLines;
}
