using System.Globalization;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;

namespace PstoreAgent.Discovery.Block;

/// <summary>The disks and partitions of a machine, from /sys/class/block, which is there without udev.</summary>
internal sealed class BlockTable
{
    private const string Folder = "/sys/class/block";
    private const int MostEntries = 4096;

    private readonly MachineRoot _root;
    private readonly List<BlockEntry> _entries = [];

    public BlockTable(MachineRoot root)
    {
        _root = root;
        _ = root.TryListDirectory(Folder, out IReadOnlyList<DirectoryEntry> names);
        for (int i = 0; i < names.Count && i < MostEntries; i++)
            if (Read(root, names[i].Name) is { } entry) _entries.Add(entry);
    }

    public IReadOnlyList<BlockEntry> Entries => _entries;

    public BlockEntry? Find(DeviceNumber number) => _entries.Find(entry => entry.Number == number);

    /// <summary>By the kernel's name, in which "/" is "!".</summary>
    public BlockEntry? Find(string name)
    {
        name = name.Replace('/', '!');
        return _entries.Find(entry => entry.Name == name);
    }

    /// <summary>The disk that a partition is on; null for a disk.</summary>
    public BlockEntry? DiskOf(BlockEntry partition) =>
        partition.Partition == 0 ? null : _entries.Find(disk => disk.Partition == 0 && IsOn(disk, partition));

    /// <summary>The partitions of a disk.</summary>
    public List<BlockEntry> PartitionsOf(BlockEntry disk) => _entries.FindAll(entry => entry.Partition > 0 && IsOn(disk, entry));

    private bool IsOn(BlockEntry disk, BlockEntry partition) => _root.DirectoryExists($"{Folder}/{disk.Name}/{partition.Name}");

    private static BlockEntry? Read(MachineRoot root, string name)
    {
        string folder = $"{Folder}/{name}";
        _ = root.TryReadText($"{folder}/uevent", DiscoveryLimits.Word, out string facts);
        string? node = null, uuid = null, label = null, major = null, minor = null, part = null;
        foreach (string line in facts.Split('\n'))
        {
            int equals = line.IndexOf('=');
            if (equals < 0) continue;
            string value = line[(equals + 1)..];
            switch (line[..equals])
            {
                case "MAJOR": major = value; break;
                case "MINOR": minor = value; break;
                case "DEVNAME": node = value; break;
                case "PARTN": part = value; break;
                case "PARTUUID": uuid = value; break;
                case "PARTNAME": label = value; break;
            }
        }

        if (!DeviceNumber.TryParse($"{major}:{minor}", out DeviceNumber number) && !DeviceNumber.TryParse(Word(root, $"{folder}/dev"), out number)) return null;
        _ = int.TryParse(part ?? Word(root, $"{folder}/partition"), NumberStyles.None, CultureInfo.InvariantCulture, out int partition);
        return new BlockEntry(name, number) { Node = node is { Length: > 0 } ? node : name.Replace('!', '/'), Partition = partition, Uuid = uuid, Label = label };
    }

    private static string? Word(MachineRoot root, string path) => root.TryReadText(path, DiscoveryLimits.Word, out string text) == ReadState.Read ? text : null;
}
