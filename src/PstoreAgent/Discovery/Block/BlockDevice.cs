using Pstore.Blk;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Discovery.Block;

/// <summary>An open block device or MTD device.</summary>
internal sealed class BlockDevice : IDisposable
{
    private BlockDevice(FileDescriptor file, string path) => (File, Path) = (file, path);

    public FileDescriptor File { get; }

    /// <summary>Its node, a path of the machine.</summary>
    public string Path { get; }

    /// <summary>Bytes.</summary>
    public long Size { get; private init; }

    /// <summary>How flash is written; null for a block device.</summary>
    public FlashGeometry? Flash { get; private init; }

    /// <summary>Bad erase blocks of flash, each run of them as one; in the order of offsets.</summary>
    public IReadOnlyList<BlkBadRange> Bad { get; private init; } = [];

    /// <summary>Opens it for reading.</summary>
    /// <exception cref="AgentException">There is none, or it can't be opened.</exception>
    public static BlockDevice Open(DevicePlace place, MachineRoot root) => Open(place, root, LibC.O_RDONLY | LibC.O_NONBLOCK);

    /// <summary>Opens a block device for reading and writing, so that nobody else mounts or takes it meanwhile; what is written is durable.</summary>
    /// <exception cref="AgentException">It is in use, is flash, or can't be opened.</exception>
    public static BlockDevice OpenExclusive(DevicePlace place, MachineRoot root)
    {
        if (place.Flash != null)
            throw new AgentException(ExitCode.Unavailable, $"{place.Named}: flash is erased in whole blocks, and nothing is written to it here; with the driver bound, remove the files in the pstore file system, or erase all of it with flash_erase");
        if (DeviceUse.Find(place, root) is { } use) throw new AgentException(ExitCode.Unavailable, $"{place.Named} {use}: it is not written");
        return Open(place, root, LibC.O_RDWR | LibC.O_EXCL | LibC.O_DSYNC);
    }

    public void Dispose() => File.Dispose();

    /// <summary>The bad erase blocks of a device that was opened elsewhere; none of what is no flash.</summary>
    public static IReadOnlyList<BlkBadRange> BadBlocks(FileDescriptor file) =>
        FlashControl.ReadInfo(file, out FlashControl.FlashInfo info) == 0 ? BadBlocks(file, info) : [];

    private static BlockDevice Open(DevicePlace place, MachineRoot root, int flags)
    {
        if (place.Path is not { } path) throw new AgentException(ExitCode.NoInput, place.Words);
        FileDescriptor file = FileDescriptor.Open(root.Locate(path), flags, 0, out int errno) ?? throw Failure(path, root, flags, errno);
        try
        {
            return Of(file, path, place, root);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static BlockDevice Of(FileDescriptor file, string path, DevicePlace place, MachineRoot root)
    {
        DeviceStatus status = DeviceStatus.Of(file) ?? default;
        if (place.Flash != null && status.Kind == FileKind.CharacterDevice) return OfFlash(file, path);
        if (!BlockDevicePath.IsUsable(status, root)) throw new AgentException(ExitCode.NoInput, $"{path}: it is no block device and no MTD device");
        if (status.Kind == FileKind.BlockDevice && place.Number is { } number && DeviceNumber.Of(status) != number)
            throw new AgentException(ExitCode.NoInput, $"{path}: it is the device {DeviceNumber.Of(status).ToString()}, and {number.ToString()} is meant");
        long size = file.SeekEnd();
        return size > 0 ? new BlockDevice(file, path) { Size = size } : throw new AgentException(ExitCode.InputOutput, $"{path}: it has no size: there is no medium in it, or no partition of this number");
    }

    private static BlockDevice OfFlash(FileDescriptor file, string path)
    {
        int errno = FlashControl.ReadInfo(file, out FlashControl.FlashInfo info);
        if (errno != 0) throw new AgentException(Errno.ExitCodeForReading(errno), $"{path}: the kernel doesn't tell its size: {Errno.Text(errno)}");
        if (info.Size == 0) throw new AgentException(ExitCode.InputOutput, $"{path}: it has no size");
        return new BlockDevice(file, path) { Size = info.Size, Flash = new FlashGeometry(info.EraseSize, Math.Max(1, info.WriteSize)), Bad = BadBlocks(file, info) };
    }

    private static List<BlkBadRange> BadBlocks(FileDescriptor file, FlashControl.FlashInfo info)
    {
        var bad = new List<BlkBadRange>();
        if (info.EraseSize == 0) return bad;
        for (long offset = 0; offset < info.Size; offset += info.EraseSize)
        {
            // Flash whose kind has no bad blocks says so at the first.
            if (FlashControl.IsBad(file, offset) is not { } isBad) break;
            if (!isBad) continue;
            if (bad.Count > 0 && bad[^1].Offset + bad[^1].Length == offset) bad[^1] = bad[^1] with { Length = bad[^1].Length + info.EraseSize };
            else bad.Add(new BlkBadRange(offset, info.EraseSize));
        }

        return bad;
    }

    private static AgentException Failure(string path, MachineRoot root, int flags, int errno)
    {
        bool writes = (flags & LibC.O_EXCL) != 0;
        if (writes && errno == LibC.EBUSY)
        {
            bool driver = new Machine(root).PstoreBackend == BlockCandidate.Backend;
            return new AgentException(ExitCode.Unavailable, $"{path} is mounted or in use{(driver ? ", by pstore_blk as it seems" : " by another program or driver")}: it is not written");
        }

        string way = errno == LibC.EACCES || errno == LibC.EPERM ? "; it needs root" : errno == LibC.EROFS ? "; the device is write-protected" : "";
        return new AgentException(writes ? Errno.ExitCodeForWriting(errno) : Errno.ExitCodeForReading(errno), $"{path}: {Errno.Text(errno)}{way}");
    }
}
