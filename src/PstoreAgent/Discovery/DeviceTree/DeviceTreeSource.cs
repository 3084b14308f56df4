using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;
using PstoreAgent.Sources.Images;
using Tmds.Linux;

namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>A device tree and where it comes from.</summary>
/// <param name="Root">Its root.</param>
/// <param name="Origin">What stands before the path of a node, for people.</param>
internal sealed record DeviceTreeSource(IDeviceTreeNode Root, string Origin)
{
    private static readonly string[] s_folders = ["/proc/device-tree", "/sys/firmware/devicetree/base"];

    /// <summary>The tree in the file, or without one the live tree; null where the machine has none.</summary>
    public static DeviceTreeSource? Open(MachineRoot machine, string? file)
    {
        if (file != null) return new DeviceTreeSource(FlattenedTree.Read(ReadFile(file), file), $"{file}: ");
        foreach (string folder in s_folders)
            if (machine.DirectoryExists(folder)) return new DeviceTreeSource(new LiveNode(machine, folder, null, ""), folder);
        return null;
    }

    public string Name(IDeviceTreeNode node) => $"{Origin}{node.Path}";

    private static byte[] ReadFile(string file)
    {
        using FileDescriptor? open = FileDescriptor.Open(file, LibC.O_RDONLY, 0, out int errno);
        if (open == null) throw new AgentException(Errno.ExitCodeForReading(errno), $"{file}: {Errno.Text(errno)}");
        var bytes = new MemoryStream();
        var reader = new DescriptorReader(open, file, -1);
        byte[] chunk = new byte[65536];
        while (reader.Read(chunk) is > 0 and var count)
        {
            bytes.Write(chunk, 0, count);
            if (bytes.Length > DiscoveryLimits.DeviceTreeBlob)
                throw new AgentException(ExitCode.Data, $"{file}: more than the {DiscoveryLimits.DeviceTreeBlob >> 20} MiB that a device tree may have");
        }

        return bytes.ToArray();
    }
}
