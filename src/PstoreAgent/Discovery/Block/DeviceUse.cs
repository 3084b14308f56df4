using System.Globalization;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;

namespace PstoreAgent.Discovery.Block;

/// <summary>
/// Who uses a device: mounts (/proc/self/mountinfo), swap, what is stacked on it (/sys/class/block/NAME/holders), UBI. Mounts of other
/// containers are not seen: what counts in the end is that the kernel gives it exclusively.
/// </summary>
internal static class DeviceUse
{
    private const string Mounts = "/proc/self/mountinfo", Swaps = "/proc/swaps", Ubi = "/sys/class/ubi";

    /// <summary>"is mounted at /home", "has the partition vda1, which is …"; null where no use is known.</summary>
    public static string? Find(DevicePlace place, MachineRoot root)
    {
        if (place.Flash is { } flash) return OfFlash(flash, root);
        var table = new BlockTable(root);
        BlockEntry? entry = place.Block ?? (place.Number is { } number ? table.Find(number) : null);
        if (Mounted(place.Number, entry?.Node, root) is { } mounted) return mounted;
        if (entry == null) return null;
        if (OfEntry(entry, root) is { } use) return use;
        foreach (BlockEntry partition in table.PartitionsOf(entry))
        {
            if ((Mounted(partition.Number, partition.Node, root) ?? OfEntry(partition, root)) is { } part) return $"has the partition {partition.Name}, which {part}";
        }

        return table.DiskOf(entry) is { } disk && Mounted(disk.Number, disk.Node, root) is { } whole ? $"is on the disk {disk.Name}, which {whole}" : null;
    }

    private static string? OfEntry(BlockEntry entry, MachineRoot root)
    {
        if (root.TryReadText(Swaps, DiscoveryLimits.Mounts, out string swaps) == ReadState.Read)
        {
            foreach (string line in swaps.Split('\n'))
                if (line.Split(' ', '\t')[0] == $"/dev/{entry.Node}") return "is swap space";
        }

        _ = root.TryListDirectory($"/sys/class/block/{entry.Name}/holders", out IReadOnlyList<DirectoryEntry> holders);
        return holders.Count > 0 ? $"is part of {holders[0].Name}" : null;
    }

    private static string? OfFlash(MtdEntry flash, MachineRoot root)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"mtd{flash.Index}");
        string block = string.Create(CultureInfo.InvariantCulture, $"mtdblock{flash.Index}");
        if ((Mounted(new DeviceNumber(MtdEntry.BlockMajor, (uint)flash.Index), block, root) ?? Mounted(null, name, root)) is { } mounted) return mounted;
        _ = root.TryListDirectory(Ubi, out IReadOnlyList<DirectoryEntry> volumes);
        foreach (DirectoryEntry volume in volumes)
        {
            if (root.TryReadText($"{Ubi}/{volume.Name}/mtd_num", DiscoveryLimits.Word, out string index) == ReadState.Read && index == name[3..]) return $"is attached to {volume.Name}";
        }

        return null;
    }

    // "36 35 98:0 /from /at rw,noatime master:1 - ext3 /dev/root rw": btrfs has a number of its own there, but names the device; jffs2 names it as "mtd3".
    private static string? Mounted(DeviceNumber? number, string? node, MachineRoot root)
    {
        if (root.TryReadText(Mounts, DiscoveryLimits.Mounts, out string text) != ReadState.Read) return null;
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split(' ');
            int dash = Array.IndexOf(words, "-");
            if (words.Length < 5) continue;
            bool bySource = node != null && dash > 0 && dash + 2 < words.Length && (words[dash + 2] == node || words[dash + 2] == $"/dev/{node}");
            if (bySource || (DeviceNumber.TryParse(words[2], out DeviceNumber mounted) && mounted == number)) return $"is mounted at {MountText.Unescape(words[4])}";
        }

        return null;
    }
}
