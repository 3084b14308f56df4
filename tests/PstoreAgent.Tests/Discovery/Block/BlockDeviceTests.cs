using PstoreAgent.Discovery.Block;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;
using Xunit;

namespace PstoreAgent.Tests.Discovery.Block;

public sealed class BlockDeviceTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public BlockDeviceTests() => _machine
        .WithBlock("vda", "254:0").WithBlock("vda1", "254:1", 1, "vda").WithBlock("vda2", "254:2", 2, "vda").WithBlock("vdb", "254:16")
        .With("/proc/self/mountinfo", "22 1 254:1 / /with\\040blank rw - ext4 /dev/root rw\n23 1 0:31 / /data rw shared:2 - btrfs /dev/vdb rw\n24 1 0:40 / /flash rw - jffs2 mtd3 rw\n")
        .With("/proc/mtd", "mtd3: 00100000 00010000 \"log\"\nmtd4: 00100000 00010000 \"spare\"\nmtd5: 00100000 00010000 \"ubi\"\n")
        .With("/sys/class/ubi/ubi0/mtd_num", "5\n").WithFolder("/sys/class/ubi/ubi0_0");

    public void Dispose() => _machine.Dispose();

    private DevicePlace Resolve(string named) => BlockDevicePath.Resolve(named, _machine.Root);

    private string? UseOf(string named) => DeviceUse.Find(Resolve(named), _machine.Root);

    [Fact]
    public void Uses_are_told_in_words()
    {
        Assert.Equal("is mounted at /with blank", UseOf("/dev/vda1"));
        Assert.Equal("has the partition vda1, which is mounted at /with blank", UseOf("254:0"));
        Assert.Null(UseOf("/dev/vda2"));
        Assert.Equal("is mounted at /data", UseOf("/dev/vdb"));
        Assert.Equal(("is mounted at /flash", null, "is attached to ubi0"), (UseOf("log"), UseOf("4"), UseOf("mtd5")));

        _machine.With("/proc/swaps", "Filename\tType\tSize\n/dev/vda2                               partition\t1024\t0\t-2\n");
        Assert.Equal("is swap space", UseOf("/dev/vda2"));
        _machine.With("/proc/swaps", "").WithFolder("/sys/devices/virtual/block/vda/vda2/holders/dm-0");
        Assert.Equal("is part of dm-0", UseOf("/dev/vda2"));
    }

    [Fact]
    public void A_partition_of_a_mounted_disk_is_in_use()
    {
        _machine.With("/proc/self/mountinfo", "22 1 254:0 / /old rw - vfat /dev/vda rw\n");
        Assert.Equal("is on the disk vda, which is mounted at /old", UseOf("/dev/vda2"));
    }

    [Fact]
    public void Reading_is_open_to_a_device_in_use_and_writing_is_not()
    {
        using (var device = BlockDevice.Open(Resolve("/dev/vda1"), _machine.Root)) Assert.Equal((8192L, "/dev/vda1", null), (device.Size, device.Path, device.Flash));
        var refused = Assert.Throws<AgentException>(() => BlockDevice.OpenExclusive(Resolve("/dev/vda1"), _machine.Root));
        Assert.Equal((ExitCode.Unavailable, "/dev/vda1 is mounted at /with blank: it is not written"), (refused.ExitCode, refused.Message));
        using var free = BlockDevice.OpenExclusive(Resolve("/dev/vda2"), _machine.Root);
        Assert.Equal(8192, free.Size);
    }

    [Fact]
    public void Flash_is_not_written()
    {
        Assert.Contains("flash is erased in whole blocks", Assert.Throws<AgentException>(() => BlockDevice.OpenExclusive(Resolve("4"), _machine.Root)).Message, StringComparison.Ordinal);
        Assert.Contains("mknod", Assert.Throws<AgentException>(() => BlockDevice.Open(Resolve("4"), _machine.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_device_is_refused()
    {
        _machine.With("/dev/vda2", "");
        Assert.Contains("it has no size", Assert.Throws<AgentException>(() => BlockDevice.Open(Resolve("/dev/vda2"), _machine.Root)).Message, StringComparison.Ordinal);
    }

    /// <summary>A real block device, where this machine lets one be made.</summary>
    [Fact]
    public void A_device_that_somebody_has_is_not_opened_for_writing()
    {
        using var folder = new TemporaryDirectory();
        string image = folder.Join("image");
        using (FileStream made = File.Create(image)) made.SetLength(1 << 20);
        using var loop = LoopDevice.TryAttach(image);
        if (loop == null) Assert.Skip("this machine lets no loop device be made");
        var root = new MachineRoot("/");
        DevicePlace place = BlockDevicePath.Resolve(loop.Path, root);
        Assert.NotNull(place.Number);
        using BlockDevice held = BlockDevice.OpenExclusive(place, root);
        Assert.Equal(1 << 20, held.Size);
        using (var reader = BlockDevice.Open(place, root)) Assert.Equal(1 << 20, reader.Size);
        var refused = Assert.Throws<AgentException>(() => BlockDevice.OpenExclusive(place, root));
        Assert.Equal((ExitCode.Unavailable, $"{loop.Path} is mounted or in use by another program or driver: it is not written"), (refused.ExitCode, refused.Message));

        // By its number it is the same one.
        Assert.Equal(loop.Path, BlockDevicePath.Resolve(place.Number.ToString()!, root).Path);
        var other = Assert.Throws<AgentException>(() => BlockDevice.Open(place with { Number = new DeviceNumber(1, 1) }, root));
        Assert.Contains("and 1:1 is meant", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_flash_has_no_geometry()
    {
        using FileDescriptor file = FileDescriptor.Open("/dev/null", 0, 0, out _)!;
        Assert.NotEqual(0, FlashControl.ReadInfo(file, out _));
        Assert.Null(FlashControl.IsBad(file, 0));
    }
}
