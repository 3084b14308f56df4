using System.Globalization;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;

namespace PstoreAgent.Discovery.Block;

/// <summary>
/// From the name of a device to its node: paths, "major:minor", hexadecimal numbers, PARTUUID=, PARTLABEL= (block/early-lookup.c,
/// early_lookup_bdev), and for mtdpstore the number or the name of an MTD device (drivers/mtd/mtdpstore.c, mtdpstore_notify_add).
/// Besides what the kernel takes: "mtd3", kernel names without /dev, and links of udev that are not there.
/// </summary>
internal static class BlockDevicePath
{
    private const string Dev = "/dev/", ByUuid = "/dev/disk/by-partuuid/", ByLabel = "/dev/disk/by-partlabel/", Uuid = "PARTUUID=", Label = "PARTLABEL=";

    public static DevicePlace Resolve(string named, MachineRoot root)
    {
        List<MtdEntry> flash = MtdTable.Read(root);
        if (FindFlash(named, flash) is { } device) return OfFlash(named, device, root);
        var table = new BlockTable(root);
        var partitions = new PartitionLookup(table, root);
        if (named.StartsWith(Uuid, StringComparison.Ordinal)) return OfPartition(named, partitions.ByUuid(named[Uuid.Length..]), partitions.Unread, root);
        if (named.StartsWith(Label, StringComparison.Ordinal)) return OfPartition(named, partitions.ByLabel(named[Label.Length..]), partitions.Unread, root);
        if (named.StartsWith('/')) return OfPath(named, table, partitions, flash, root);
        if (DeviceNumber.TryParse(named, out DeviceNumber number)) return OfNumber(named, number, table, root);
        if (DeviceNumber.TryHex(named, out number) && table.Find(number) is { } numbered) return OfEntry(named, numbered, root);
        if (table.Find(named) is { } entry) return OfEntry(named, entry, root);
        return new DevicePlace(named) { Problem = MtdTable.IndexOf(named) != null ? "there is no such MTD device" : "no block device and no MTD device is called so" };
    }

    /// <summary>Whether a file will do as a block device: on the machine itself a device, below another root a copy of one too.</summary>
    public static bool IsUsable(DeviceStatus status, MachineRoot root) =>
        status.Kind == FileKind.BlockDevice || (status.Kind == FileKind.Regular && !root.IsThisMachine);

    private static MtdEntry? FindFlash(string named, List<MtdEntry> flash)
    {
        if (flash.Find(entry => entry.Name == named) is { } byName) return byName;
        int index = KernelNumber.TryInt(named, out int number) ? number
            : MtdTable.IndexOf(named.StartsWith(Dev, StringComparison.Ordinal) ? named.AsSpan(Dev.Length) : named) ?? -1;
        return flash.Find(entry => entry.Index == index);
    }

    private static DevicePlace OfFlash(string named, MtdEntry flash, MachineRoot root)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"{Dev}mtd{flash.Index}");
        var place = new DevicePlace(named) { Flash = flash };
        return DeviceStatus.Of(root.Locate(path)) switch
        {
            null => Missing(place, path, 'c', flash.Number, root),
            { Kind: FileKind.CharacterDevice } node when DeviceNumber.Of(node) == flash.Number => place with { Path = path },
            { } node when node.Kind == FileKind.Regular && IsUsable(node, root) => place with { Path = path },
            _ => Other(place, path, 'c', flash.Number, root),
        };
    }

    private static DevicePlace OfPartition(string named, BlockEntry? entry, string? unread, MachineRoot root) =>
        entry != null ? OfEntry(named, entry, root)
        : new DevicePlace(named)
        {
            Problem = root.Refused.Count > 0 ? "no partition is known by it; only root can read the tables on the disks"
                : unread == null ? "no partition is called so"
                : $"no partition is known by it, and the table of {unread} could not be read{(DeviceStatus.Of(root.Locate(unread)) == null ? ": it has no node" : "")}",
        };

    private static DevicePlace OfPath(string path, BlockTable table, PartitionLookup partitions, List<MtdEntry> flash, MachineRoot root)
    {
        DeviceStatus? status = DeviceStatus.Of(root.Locate(path));
        if (status is { Kind: FileKind.BlockDevice } block) return new DevicePlace(path) { Path = path, Number = DeviceNumber.Of(block), Block = table.Find(DeviceNumber.Of(block)) };
        if (status is { Kind: FileKind.CharacterDevice, Major: MtdEntry.Major } device && flash.Find(entry => entry.Index == (int)device.Minor / 2) is { } found)
            return new DevicePlace(path) { Path = path, Flash = found };
        BlockEntry? known = !path.StartsWith(Dev, StringComparison.Ordinal) ? null
            : path.StartsWith(ByUuid, StringComparison.Ordinal) ? partitions.ByUuid(path[ByUuid.Length..])
            : path.StartsWith(ByLabel, StringComparison.Ordinal) ? partitions.ByLabel(path[ByLabel.Length..])
            : table.Find(path[Dev.Length..]);
        if (status is { } file && IsUsable(file, root)) return new DevicePlace(path) { Path = path, Number = known?.Number, Block = known };
        if (known != null) return OfEntry(path, known, root);
        return new DevicePlace(path) { Problem = status == null ? "there is no such device" : "it is no block device" };
    }

    private static DevicePlace OfNumber(string named, DeviceNumber number, BlockTable table, MachineRoot root)
    {
        if (table.Find(number) is { } entry) return OfEntry(named, entry, root);
        var place = new DevicePlace(named) { Number = number };
        if (table.Entries.Count > 0) return place with { Problem = "no block device has this number" };

        // Without /sys, a node may be there all the same.
        _ = root.TryListDirectory("/dev", out IReadOnlyList<DirectoryEntry> nodes);
        foreach (DirectoryEntry node in nodes)
        {
            if (DeviceStatus.Of(root.Locate(Dev + node.Name)) is { Kind: FileKind.BlockDevice } status && DeviceNumber.Of(status) == number)
                return place with { Path = Dev + node.Name };
        }

        return Missing(place, Dev + "pstore-blk", 'b', number, root);
    }

    private static DevicePlace OfEntry(string named, BlockEntry entry, MachineRoot root)
    {
        string path = Dev + entry.Node;
        var place = new DevicePlace(named) { Number = entry.Number, Block = entry };
        return DeviceStatus.Of(root.Locate(path)) switch
        {
            null => Missing(place, path, 'b', entry.Number, root),
            { Kind: FileKind.BlockDevice } node when DeviceNumber.Of(node) == entry.Number => place with { Path = path },
            { } node when node.Kind == FileKind.Regular && IsUsable(node, root) => place with { Path = path },
            _ => Other(place, path, 'b', entry.Number, root),
        };
    }

    private static DevicePlace Missing(DevicePlace place, string path, char kind, DeviceNumber number, MachineRoot root) =>
        place with { Problem = $"the device is there ({number.ToString()}), but there is no {path}", Command = MakeNode(path, kind, number, root) };

    private static DevicePlace Other(DevicePlace place, string path, char kind, DeviceNumber number, MachineRoot root) =>
        place with { Problem = $"{path} is not the device {number.ToString()}", Command = $"rm {root.Locate(path)} && {MakeNode(path, kind, number, root)}" };

    private static string MakeNode(string path, char kind, DeviceNumber number, MachineRoot root) =>
        string.Create(CultureInfo.InvariantCulture, $"mknod {root.Locate(path)} {kind} {number.Major} {number.Minor}");
}
