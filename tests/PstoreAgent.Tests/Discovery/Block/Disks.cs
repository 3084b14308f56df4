using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace PstoreAgent.Tests.Discovery.Block;

/// <summary>Disks of a fake machine: what /sys shows of them, nodes that are files, and partition tables.</summary>
internal static class Disks
{
    /// <summary>A disk or a partition in /sys/class/block, by links as there; with a node of some bytes.</summary>
    public static FakeMachine WithBlock(this FakeMachine machine, string name, string number, int partition = 0, string? disk = null, long size = 0, string? more = null, bool node = true)
    {
        string folder = disk == null ? $"/sys/devices/virtual/block/{name}" : $"/sys/devices/virtual/block/{disk}/{name}";
        string[] parts = number.Split(':');
        string facts = $"MAJOR={parts[0]}\nMINOR={parts[1]}\nDEVNAME={name.Replace('!', '/')}\nDEVTYPE={(disk == null ? "disk" : "partition")}\n{(partition > 0 ? $"PARTN={partition}\n" : "")}{more}";
        machine.With($"{folder}/uevent", facts).With($"{folder}/dev", number + "\n").With($"{folder}/size", string.Create(CultureInfo.InvariantCulture, $"{size / 512}\n")).WithFolder($"{folder}/holders");
        if (partition > 0) machine.With($"{folder}/partition", string.Create(CultureInfo.InvariantCulture, $"{partition}\n"));
        machine.WithLink($"/sys/class/block/{name}", $"../../devices{folder["/sys/devices".Length..]}");
        return node ? machine.With($"/dev/{name.Replace('!', '/')}", new byte[8192]) : machine;
    }

    /// <summary>A GPT with partitions of given GUIDs and names at given numbers.</summary>
    public static byte[] Gpt(int sector, params (int Number, string Id, string Label)[] partitions)
    {
        byte[] disk = new byte[sector * 40];
        disk[446 + 4] = 0xEE;
        (disk[510], disk[511]) = (0x55, 0xAA);
        Span<byte> header = disk.AsSpan(sector);
        "EFI PART"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt64LittleEndian(header[72..], 2);
        BinaryPrimitives.WriteUInt32LittleEndian(header[80..], 128);
        BinaryPrimitives.WriteUInt32LittleEndian(header[84..], 128);
        foreach ((int number, string id, string label) in partitions)
        {
            Span<byte> entry = disk.AsSpan((2 * sector) + ((number - 1) * 128), 128);
            new Guid("0fc63daf-8483-4772-8e79-3d69d8477de4").TryWriteBytes(entry);
            new Guid(id).TryWriteBytes(entry[16..]);
            Encoding.Unicode.GetBytes(label).CopyTo(entry[56..]);
        }

        return disk;
    }

    /// <summary>An MBR with a signature.</summary>
    public static byte[] Mbr(uint signature)
    {
        byte[] disk = new byte[4096];
        BinaryPrimitives.WriteUInt32LittleEndian(disk.AsSpan(440), signature);
        disk[446 + 4] = 0x83;
        (disk[510], disk[511]) = (0x55, 0xAA);
        return disk;
    }
}
