using Pstore;
using Pstore.Blk;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Block;
using PstoreAgent.Discovery.Facts;
using Xunit;

namespace PstoreAgent.Tests.Discovery.Block;

public sealed class BlockDiscoveryTests : IDisposable
{
    private const string Config = """
        CONFIG_PSTORE_BLK=y
        CONFIG_PSTORE_BLK_BLKDEV="PARTLABEL=oops"
        CONFIG_PSTORE_BLK_KMSG_SIZE=32
        CONFIG_PSTORE_BLK_MAX_REASON=3
        CONFIG_PSTORE_BLK_PMSG_SIZE=16
        CONFIG_PSTORE_BLK_CONSOLE_SIZE=128
        CONFIG_PSTORE_PMSG=y
        CONFIG_PSTORE_CONSOLE=y

        """;

    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    private List<BlockCandidate> Find() => BlockDiscovery.Find(new DiscoveryOptions(), _machine.Machine);

    private BlockCandidate One() => Assert.Single(Find());

    private static (long?, long?, long?, long?) Sizes(KnownBlkParameters known) => (known.KmsgSize, known.PmsgSize, known.ConsoleSize, known.FtraceSize);

    private FakeMachine WithDriver(params (string Name, string Value)[] parameters)
    {
        foreach ((string name, string value) in parameters) _machine.With($"/sys/module/pstore_blk/parameters/{name}", value + "\n");
        return _machine;
    }

    [Fact]
    public void A_machine_that_names_nothing_has_none()
    {
        Assert.Empty(Find());
        WithDriver(("blkdev", ""), ("kmsg_size", "64")).With("/proc/cmdline", "quiet pstore_blk.kmsg_size=64 pstore_blk.blkdev=\n");
        Assert.Empty(Find());
    }

    [Fact]
    public void The_drivers_parameters_are_effective_kib()
    {
        WithDriver(("blkdev", "/dev/vda"), ("kmsg_size", "64"), ("pmsg_size", "4"), ("console_size", "0"), ("ftrace_size", "-1"), ("max_reason", "2"), ("best_effort", "Y"))
            .With("/sys/devices/system/cpu/possible", "0-3\n").WithKernel("6.1.192");
        BlockCandidate found = One();
        Assert.Equal((BlockSource.Driver, "/dev/vda", 2, true, false), (found.Kind, found.Device, found.MaxReason, found.BestEffort, found.IsHeld));
        Assert.Equal((65536L, 4096L, 0L, 0L), Sizes(found.Known));
        Assert.Equal((4, new KernelVersion(6, 1, 192)), (found.Known.Cpus, found.Known.Kernel));
        Assert.True(found.Known.IsComplete);
    }

    [Theory]
    [InlineData("pstore_blk.blkdev=/dev/vda pstore_blk.kmsg_size=64 pstore_blk.best_effort=Y", "/dev/vda", 65536L, true)]
    [InlineData("pstore-blk.blkdev=1 pstore_blk.blkdev=PARTUUID=a/PARTNROFF=1 pstore_blk.kmsg-size=0x10 pstore_blk.best_effort", "PARTUUID=a/PARTNROFF=1", 16384L, true)]
    [InlineData("pstore_blk.kmsg_size=8 \"pstore_blk.blkdev=PARTLABEL=a b\" pstore_blk.best_effort=off", "PARTLABEL=a b", 8192L, false)]
    [InlineData("pstore_blk.blkdev=179:3 pstore_blk.kmsg_size=010 -- pstore_blk.kmsg_size=1", "179:3", 8192L, false)]
    [InlineData("pstore_blk.blkdev=3 pstore_blk.kmsg_size=-1", "3", 0L, false)]
    public void The_command_line_in_all_forms(string line, string device, long kmsg, bool bestEffort)
    {
        _machine.With("/proc/cmdline", line + "\n");
        BlockCandidate found = One();
        Assert.Equal((BlockSource.CommandLine, device, kmsg, bestEffort), (found.Kind, found.Device, found.Known.KmsgSize, found.BestEffort));
        Assert.Null(found.Known.PmsgSize);
        Assert.Empty(found.Refused);
    }

    [Theory]
    [InlineData(6, 4096)]
    [InlineData(66, 4096)]
    [InlineData(4097, 8192)]
    [InlineData(64, 65536)]
    [InlineData(4, 4096)]
    public void What_is_no_multiple_of_four_becomes_something_else(int kib, long bytes)
    {
        _machine.With("/proc/cmdline", $"pstore_blk.blkdev=/dev/vda pstore_blk.pmsg_size={kib}\n");
        BlockSize size = Assert.Single(One().Sizes);
        Assert.Equal((bytes, bytes == kib * 1024L), (size.Bytes, size.IsTakenAsGiven));
    }

    [Fact]
    public void What_is_not_given_is_as_the_kernel_was_built()
    {
        _machine.With("/proc/cmdline", "pstore_blk.blkdev=/dev/vda pstore_blk.console_size=8 pstore_blk.pmsg_size=1M\n").WithConfig(Config);
        BlockCandidate found = One();
        Assert.Equal((32768L, 16384L, 8192L, 0L), Sizes(found.Known));
        Assert.Equal(3, found.MaxReason);
        Assert.Equal(["pstore_blk.pmsg_size=1M"], found.Refused);
    }

    [Fact]
    public void A_zone_without_its_front_end_is_there_where_it_is_asked_for()
    {
        _machine.With("/proc/cmdline", "pstore_blk.blkdev=/dev/vda pstore_blk.ftrace_size=64\n").WithConfig(Config);
        Assert.Equal(65536, One().Known.FtraceSize);
    }

    [Fact]
    public void The_configuration_may_name_the_device()
    {
        _machine.WithConfig(Config);
        BlockCandidate found = One();
        Assert.Equal((BlockSource.KernelConfig, "PARTLABEL=oops", null), (found.Kind, found.Device, found.BestEffort));
        Assert.Equal((32768L, 16384L, 131072L, 0L), Sizes(found.Known));

        _machine.With("/proc/cmdline", "pstore_blk.blkdev=/dev/vda\n");
        Assert.Equal("/dev/vda", One().Device);
    }

    [Fact]
    public void Of_two_devices_the_drivers_comes_first_and_is_held()
    {
        WithDriver(("blkdev", "/dev/vda"), ("kmsg_size", "64")).With("/proc/cmdline", "pstore_blk.blkdev=/dev/vdb\n").With("/sys/module/pstore/parameters/backend", "pstore_blk\n");
        Assert.Equal([("/dev/vda", true), ("/dev/vdb", false)], Find().Select(found => (found.Device, found.IsHeld)));
        _machine.With("/sys/module/pstore/parameters/backend", "ramoops\n");
        Assert.All(Find(), found => Assert.False(found.IsHeld));
    }

    [Theory]
    [InlineData("/var/log/dmesg", "[0.0] Linux version 6.1.192\n", false)]
    [InlineData("/var/log/dmesg", "[0.0] Linux version 6.1.192\n[0.1] pstore: Registered pstore_blk as persistent store backend\n", true)]
    [InlineData("/var/log/dmesg", "[9.0] the beginning is lost\n", true)]
    [InlineData("/var/log/other", "", true)]
    public void A_backend_that_the_command_line_asks_for_need_not_be_there(string file, string content, bool isHeld)
    {
        WithDriver(("blkdev", "/dev/vda")).With("/proc/cmdline", "pstore.backend=pstore_blk\n").With("/sys/module/pstore/parameters/backend", "pstore_blk\n").With(file, content);
        Assert.Equal(isHeld, One().IsHeld);
        _machine.With("/proc/consoles", "pstore_blk-1         -W- (E   p  )\n");
        Assert.True(One().IsHeld);
    }

    [Fact]
    public void A_device_is_held_by_whatever_name()
    {
        WithDriver(("blkdev", "254:0")).With("/sys/module/pstore/parameters/backend", "pstore_blk\n").WithBlock("vda", "254:0").WithBlock("vdb", "254:16");
        MachineRoot root = _machine.Root;
        Assert.True(BlockDiscovery.IsHeld(Find(), BlockDevicePath.Resolve("/dev/vda", root), root));
        Assert.False(BlockDiscovery.IsHeld(Find(), BlockDevicePath.Resolve("/dev/vdb", root), root));
    }

    [Theory]
    [InlineData("6.1.0", 128L << 20)]
    [InlineData("5.10.223", 200L << 20)]
    [InlineData(null, 128L << 20)]
    public void No_more_than_the_kernel_uses(string? kernel, long total)
    {
        _machine.With("/proc/cmdline", "pstore_blk.blkdev=/dev/vda pstore_blk.pmsg_size=4\n");
        if (kernel != null) _machine.WithKernel(kernel);
        Assert.Equal((total, 4096L), (One().KnownOf(200L << 20, isFlash: false).TotalSize, One().KnownOf(200L << 20, isFlash: false).PmsgSize));
        Assert.Equal((0L, 0L, 0L), (One().KnownOf(1 << 20, isFlash: true).PmsgSize, One().KnownOf(1 << 20, isFlash: true).ConsoleSize, One().KnownOf(1 << 20, isFlash: true).FtraceSize));
    }
}
