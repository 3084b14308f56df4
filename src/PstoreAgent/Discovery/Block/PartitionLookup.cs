using System.Globalization;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Discovery.Block;

/// <summary>Partitions by what their table calls them (block/early-lookup.c): by /sys, else by the tables on the disks.</summary>
/// <param name="table">The disks and partitions that there are.</param>
/// <param name="root">Where their nodes are.</param>
internal sealed class PartitionLookup(BlockTable table, MachineRoot root)
{
    private const string Offset = "PARTNROFF=";

    /// <summary>The first disk whose table was wanted and could not be read, as a path of the machine; null without one.</summary>
    public string? Unread { get; private set; }

    /// <summary>"UUID" or "UUID/PARTNROFF=n"; null where there is no such partition.</summary>
    public BlockEntry? ByUuid(string text)
    {
        int slash = text.IndexOf('/'), offset = 0;
        string uuid = slash < 0 ? text : text[..slash];
        if (slash >= 0 && !(text.AsSpan(slash + 1).StartsWith(Offset) && int.TryParse(text.AsSpan(slash + 1 + Offset.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out offset)))
            return null;
        if (uuid.Length == 0) return null;
        foreach (BlockEntry entry in table.Entries)
            if (string.Equals(entry.Uuid, uuid, StringComparison.OrdinalIgnoreCase)) return offset == 0 ? entry : Of(table.DiskOf(entry), entry.Partition + offset);
        return OnDisks(found => found.NumberOf(uuid), offset);
    }

    /// <summary>By the name in a GPT; null where there is no such partition.</summary>
    public BlockEntry? ByLabel(string label)
    {
        if (label.Length == 0) return null;
        foreach (BlockEntry entry in table.Entries)
            if (entry.Label == label) return entry;
        return OnDisks(found => found.NumberOfLabel(label), 0);
    }

    private BlockEntry? OnDisks(Func<PartitionTable, int?> find, int offset)
    {
        foreach (BlockEntry disk in table.Entries)
        {
            if (disk.Partition > 0 || table.PartitionsOf(disk).Count == 0) continue;
            if (Read(disk) is { } found && find(found) is { } number) return Of(disk, number + offset);
        }

        return null;
    }

    private BlockEntry? Of(BlockEntry? disk, int number) => disk == null ? null : table.PartitionsOf(disk).Find(entry => entry.Partition == number);

    private PartitionTable? Read(BlockEntry disk)
    {
        string path = $"/dev/{disk.Node}";
        if (DeviceStatus.Of(root.Locate(path)) is not { } node || !BlockDevicePath.IsUsable(node, root))
        {
            Unread ??= path;
            return null;
        }

        using FileDescriptor? open = FileDescriptor.Open(root.Locate(path), LibC.O_RDONLY | LibC.O_NONBLOCK, 0, out int errno);
        if (errno == LibC.EACCES || errno == LibC.EPERM) root.NoteRefused(path);
        if (open != null) return PartitionTable.Read(open);
        Unread ??= path;
        return null;
    }
}
