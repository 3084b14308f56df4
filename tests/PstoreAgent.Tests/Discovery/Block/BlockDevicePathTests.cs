using PstoreAgent.Discovery.Block;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;
using Xunit;

namespace PstoreAgent.Tests.Discovery.Block;

public sealed class BlockDevicePathTests : IDisposable
{
    private const string First = "11111111-2222-3333-4444-555555555555", Second = "00112233-4455-6677-8899-AABBCCDDEEFF";

    private readonly FakeMachine _machine = new();

    public BlockDevicePathTests() => _machine
        .WithBlock("mmcblk0", "179:0").WithBlock("mmcblk0p1", "179:1", 1, "mmcblk0").WithBlock("mmcblk0p3", "179:3", 3, "mmcblk0")
        .WithBlock("vda", "254:0").WithBlock("cciss!c0d0", "104:0").WithBlock("loop0", "7:0")
        .With("/proc/mtd", "dev:    size   erasesize  name\nmtd0: 04000000 00040000 \"bios\"\nmtd3: 00100000 00010000 \"oops log\"\n").With("/dev/mtd3", "");

    public void Dispose() => _machine.Dispose();

    private DevicePlace Resolve(string named) => BlockDevicePath.Resolve(named, _machine.Root);

    private FakeMachine WithUuids(string first, string second)
    {
        string disk = "/sys/devices/virtual/block/mmcblk0";
        File.AppendAllText(_machine.FullName($"{disk}/mmcblk0p1/uevent"), first);
        File.AppendAllText(_machine.FullName($"{disk}/mmcblk0p3/uevent"), second);
        return _machine;
    }

    [Theory]
    [InlineData("/dev/vda", "/dev/vda", "254:0")]
    [InlineData("/dev/mmcblk0p3", "/dev/mmcblk0p3", "179:3")]
    [InlineData("/dev/cciss/c0d0", "/dev/cciss/c0d0", "104:0")]
    [InlineData("mmcblk0p3", "/dev/mmcblk0p3", "179:3")]
    [InlineData("179:3", "/dev/mmcblk0p3", "179:3")]
    [InlineData("179:3:0:", "/dev/mmcblk0p3", "179:3")]
    [InlineData("b303", "/dev/mmcblk0p3", "179:3")]
    [InlineData("0xB303", "/dev/mmcblk0p3", "179:3")]
    [InlineData("fe00", "/dev/vda", "254:0")]
    public void Names_of_block_devices(string named, string path, string number)
    {
        DevicePlace place = Resolve(named);
        Assert.Equal((path, number, null, null), (place.Path, place.Number?.ToString(), place.Flash, place.Problem));
    }

    [Theory]
    [InlineData("3")]
    [InlineData("0x3")]
    [InlineData("mtd3")]
    [InlineData("/dev/mtd3")]
    [InlineData("oops log")]
    public void Names_of_flash(string named)
    {
        DevicePlace place = Resolve(named);
        Assert.Equal(("/dev/mtd3", 3, 0x100000L, 0x10000L), (place.Path, place.Flash?.Index, place.Flash?.Size, place.Flash?.EraseSize));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/dev/vdb")]
    [InlineData("/dev/mtd7")]
    [InlineData("mtd7")]
    [InlineData("7")]
    [InlineData("179:9")]
    [InlineData("179:1048576")]
    [InlineData("179:3:0")]
    [InlineData("179:3:x:")]
    [InlineData("b309")]
    [InlineData("vdz")]
    [InlineData("PARTUUID=")]
    [InlineData("PARTUUID=/PARTNROFF=1")]
    [InlineData("PARTUUID=11111111-2222-3333-4444-555555555555/OFFSET=1")]
    [InlineData("PARTLABEL=")]
    [InlineData("/proc/mtd/..")]
    [InlineData("UUID=11111111-2222-3333-4444-555555555555")]
    public void What_is_not_there_has_a_problem_and_no_path(string named)
    {
        DevicePlace place = Resolve(named);
        Assert.Null(place.Path);
        Assert.NotNull(place.Problem);
        Assert.False(place.IsThere);
    }

    [Fact]
    public void A_missing_node_comes_with_the_command_that_makes_it()
    {
        File.Delete(_machine.FullName("/dev/mmcblk0p3"));
        File.Delete(_machine.FullName("/dev/mtd3"));
        DevicePlace place = Resolve("PARTUUID=x");
        Assert.Null(place.Command);
        foreach (string named in (string[])["/dev/mmcblk0p3", "b303", "179:3"])
        {
            place = Resolve(named);
            Assert.Equal((null, $"mknod {_machine.FullName("/dev/mmcblk0p3")} b 179 3"), (place.Path, place.Command));
            Assert.Contains("there is no /dev/mmcblk0p3", place.Words, StringComparison.Ordinal);
        }

        Assert.Equal($"mknod {_machine.FullName("/dev/mtd3")} c 90 6", Resolve("oops log").Command);
    }

    [Fact]
    public void A_partition_is_not_denied_where_the_table_could_not_be_read()
    {
        _machine.With("/dev/mmcblk0", Disks.Gpt(512, (1, First, "boot")));
        Assert.Equal("no partition is called so", Resolve($"PARTUUID={Second}").Problem);
        File.Delete(_machine.FullName("/dev/mmcblk0"));
        foreach (string named in (string[])[$"PARTUUID={Second}", "PARTLABEL=crash"])
            Assert.Equal("no partition is known by it, and the table of /dev/mmcblk0 could not be read: it has no node", Resolve(named).Problem);
    }

    [Fact]
    public void Without_sys_a_number_is_made_where_the_kernel_would_make_it()
    {
        Directory.Delete(_machine.FullName("/sys"), recursive: true);
        Assert.Equal($"mknod {_machine.FullName("/dev/pstore-blk")} b 179 3", Resolve("179:3").Command);
    }

    [Theory]
    [InlineData("PARTUUID=" + First, "/dev/mmcblk0p1")]
    [InlineData("PARTUUID=00112233-4455-6677-8899-aabbccddeeff", "/dev/mmcblk0p3")]
    [InlineData("PARTUUID=" + First + "/PARTNROFF=2", "/dev/mmcblk0p3")]
    [InlineData("PARTUUID=" + Second + "/PARTNROFF=-2", "/dev/mmcblk0p1")]
    [InlineData("PARTUUID=" + Second + "/PARTNROFF=1", null)]
    [InlineData("PARTUUID=11111111-2222-3333-4444-555555555556", null)]
    [InlineData("PARTLABEL=crash", "/dev/mmcblk0p3")]
    [InlineData("PARTLABEL=Crash", null)]
    [InlineData("/dev/disk/by-partuuid/" + First, "/dev/mmcblk0p1")]
    [InlineData("/dev/disk/by-partlabel/crash", "/dev/mmcblk0p3")]
    public void Partitions_by_what_sys_shows(string named, string? path)
    {
        WithUuids($"PARTUUID={First}\n", $"PARTUUID={Second}\nPARTNAME=crash\n");
        Assert.Equal(path, Resolve(named).Path);
    }

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public void Partitions_by_the_gpt_on_the_disk(int sector)
    {
        _machine.With("/dev/mmcblk0", Disks.Gpt(sector, (1, First, "boot"), (3, Second, "crash-é")));
        Assert.Equal("/dev/mmcblk0p3", Resolve($"PARTUUID={Second}").Path);
        Assert.Equal("/dev/mmcblk0p3", Resolve($"PARTUUID={First}/PARTNROFF=2").Path);
        Assert.Equal("/dev/mmcblk0p1", Resolve("PARTLABEL=boot").Path);
        Assert.Equal("/dev/mmcblk0p3", Resolve("PARTLABEL=crash-!").Path);
        Assert.Null(Resolve("PARTUUID=" + First.Replace('1', '2')).Path);
    }

    [Theory]
    [InlineData("PARTUUID=1234abcd-03", "/dev/mmcblk0p3")]
    [InlineData("PARTUUID=1234ABCD-01", "/dev/mmcblk0p1")]
    [InlineData("PARTUUID=1234abcd-02", null)]
    [InlineData("PARTUUID=1234abcd-00", null)]
    [InlineData("PARTUUID=1234abce-03", null)]
    [InlineData("PARTUUID=1234abcd-3", null)]
    public void Partitions_by_the_signature_of_an_mbr(string named, string? path)
    {
        _machine.With("/dev/mmcblk0", Disks.Mbr(0x1234ABCD));
        Assert.Equal(path, Resolve(named).Path);
    }

    [Fact]
    public void Damaged_tables_find_nothing_wrong_and_never_throw()
    {
        byte[] good = Disks.Gpt(512, (1, First, "boot"), (3, Second, "crash"));
        var random = new Random(5);
        for (int i = 0; i < 2000; i++)
        {
            byte[] disk = good[..random.Next(good.Length)];
            for (int changes = random.Next(4); changes >= 0 && disk.Length > 600; changes--) disk[random.Next(440, 600)] = (byte)random.Next(256);
            using var file = new TemporaryDirectory();
            using FileDescriptor open = FileDescriptor.Open(file.Write("disk", disk), 0, 0, out _)!;
            Assert.True(PartitionTable.Read(open)?.NumberOf(Second) is null or 3);
        }
    }

    [Fact]
    public void Extreme_numbers_in_a_gpt_are_bounded()
    {
        byte[] disk = Disks.Gpt(512, (1, First, "boot"));
        disk.AsSpan(512 + 72, 8).Fill(0xFF);
        disk.AsSpan(512 + 80, 4).Fill(0xFF);
        _machine.With("/dev/mmcblk0", disk);
        Assert.Null(Resolve($"PARTUUID={First}").Path);
        disk.AsSpan(512 + 72, 8).Clear();
        disk[512 + 72] = 2;
        _machine.With("/dev/mmcblk0", disk);
        Assert.Equal("/dev/mmcblk0p1", Resolve($"PARTUUID={First}").Path);
        disk.AsSpan(512 + 84, 4).Fill(0xFF);
        _machine.With("/dev/mmcblk0", disk);
        Assert.Null(Resolve($"PARTUUID={First}").Path);
    }

    [Fact]
    public void A_link_leads_nowhere_out_of_the_root()
    {
        using var outside = new TemporaryDirectory();
        _machine.WithLink("/dev/store", outside.Write("file", new byte[10]));
        Assert.Null(Resolve("/dev/store").Path);
        _machine.WithLink("/dev/mine", "/dev/vda");
        Assert.Equal("/dev/mine", Resolve("/dev/mine").Path);
    }

    [Fact]
    public void On_the_machine_itself_a_file_is_no_device()
    {
        using var folder = new TemporaryDirectory();
        DevicePlace place = BlockDevicePath.Resolve(folder.Write("store", new byte[10]), new MachineRoot("/"));
        Assert.Equal((null, "it is no block device"), (place.Path, place.Problem));
        Assert.Equal("it is no block device", BlockDevicePath.Resolve("/dev/null", new MachineRoot("/")).Problem);
        Assert.Equal((FileKind.CharacterDevice, 1u, 3u), DeviceStatus.Of("/dev/null") is { } status ? (status.Kind, status.Major, status.Minor) : default);
    }
}
