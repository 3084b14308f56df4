using System.IO.Compression;
using PstoreAgent.Discovery.Facts;
using Xunit;

namespace PstoreAgent.Tests.Discovery;

public sealed class MachineTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("Linux version 6.1.0-50-arm64 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14) 12.2.0) #1 SMP Debian 6.1.176-1 (2026-01-01)", "6.1.0-50-arm64", null, "6.1.176", "/proc/version")]
    [InlineData("Linux version 5.15.0-91-generic (b@l) (gcc (Ubuntu 9.4.0-1ubuntu1) 9.4.0) #101-Ubuntu SMP Tue Nov 14", "5.15.0-91-generic", "Ubuntu 5.15.0-91.101-generic 5.15.131", "5.15.131", "/proc/version_signature")]
    [InlineData("Linux version 6.12.107 (root@h) (gcc 12) #1 SMP", "6.12.107", null, "6.12.107", "/proc/version")]
    [InlineData(null, "5.10.223+", null, "5.10.223", "uname -r")]
    public void The_real_version_comes_first(string? banner, string release, string? signature, string version, string origin)
    {
        if (banner != null) _machine.With("/proc/version", banner + "\n");
        if (signature != null) _machine.With("/proc/version_signature", signature + "\n");
        RunningKernel kernel = _machine.With("/proc/sys/kernel/osrelease", release + "\n").Machine.RunningKernel!;
        Assert.Equal((version, origin), (kernel.Version.ToString(), kernel.Origin));
    }

    [Fact]
    public void A_foreign_root_says_nothing_of_this_kernel_and_this_machine_always_does()
    {
        Assert.Null(_machine.Machine.RunningKernel);
        Assert.NotNull(new Machine(new MachineRoot("/")).RunningKernel);
    }

    [Theory]
    [InlineData("0-3", 4)]
    [InlineData("0", 1)]
    [InlineData("0,2-5", 6)]
    [InlineData("0-1,4", 5)]
    [InlineData("", null)]
    [InlineData("3-1", null)]
    [InlineData("0-", null)]
    [InlineData("0-999999999999", null)]
    [InlineData("0-70000", null)]
    [InlineData("-1", null)]
    public void Possible_cpus(string list, int? cpus) => Assert.Equal(cpus, _machine.With("/sys/devices/system/cpu/possible", list + "\n").Machine.Cpus);

    [Fact]
    public void The_driver_is_bound_when_its_folder_links_to_a_device()
    {
        Assert.Null(_machine.Machine.DriverBound);
        _machine.WithFolder("/sys/bus/platform/drivers/other");
        Assert.False(_machine.Machine.DriverBound);
        _machine.With("/sys/bus/platform/drivers/ramoops/bind", "").WithLink("/sys/bus/platform/drivers/ramoops/module", "../../../../module/ramoops");
        Assert.False(_machine.Machine.DriverBound);
        _machine.WithLink("/sys/bus/platform/drivers/ramoops/880000000.ramoops", "../../../../devices/platform/880000000.ramoops");
        Assert.True(_machine.Machine.DriverBound);
    }

    [Theory]
    [InlineData("/sys/module/pstore/parameters/backend", "ramoops\n", true)]
    [InlineData("/sys/module/pstore/parameters/backend", "efi_pstore\n", null)]
    [InlineData("/sys/module/pstore/parameters/backend", "(null)\n", null)]
    [InlineData("/proc/iomem", "880000000-8800083b9 : ramoops:dmesg(0/29)\n", true)]
    public void Or_when_another_place_shows_it(string path, string text, bool? bound) => Assert.Equal(bound, _machine.With(path, text).Machine.DriverBound);

    [Theory]
    [InlineData("none [integrity] confidentiality\n", "integrity")]
    [InlineData("[none] integrity confidentiality\n", "none")]
    [InlineData("none\n", null)]
    [InlineData("]none[\n", null)]
    public void Lockdown_is_the_word_in_brackets(string text, string? mode) => Assert.Equal(mode, _machine.With("/sys/kernel/security/lockdown", text).Machine.Lockdown);

    [Fact]
    public void Configuration_is_read_packed_or_from_boot()
    {
        const string config = "#\n# Linux\n#\nCONFIG_STRICT_DEVMEM=y\nCONFIG_PSTORE_RAM=m\n# CONFIG_DEVMEM is not set\nCONFIG_MORE=y\n";
        Assert.Equal((ConfigValue.Unknown, null), (_machine.Machine.ConfigOption("CONFIG_STRICT_DEVMEM"), _machine.Machine.ConfigOrigin));
        _machine.With("/proc/sys/kernel/osrelease", "6.1.0-50-arm64\n").With("/boot/config-6.1.0-50-arm64", config);
        Check("/boot/config-6.1.0-50-arm64");

        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(System.Text.Encoding.ASCII.GetBytes(config));
        _machine.With("/proc/config.gz", packed.ToArray());
        Check("/proc/config.gz");
        _machine.With("/proc/config.gz", packed.ToArray()[..20]);
        Check("/boot/config-6.1.0-50-arm64");

        void Check(string origin)
        {
            Machine machine = _machine.Machine;
            Assert.Equal(ConfigValue.Yes, machine.ConfigOption("CONFIG_STRICT_DEVMEM"));
            Assert.Equal(ConfigValue.Module, machine.ConfigOption("CONFIG_PSTORE_RAM"));
            Assert.Equal(ConfigValue.No, machine.ConfigOption("CONFIG_DEVMEM"));
            Assert.Equal(ConfigValue.No, machine.ConfigOption("CONFIG_MOR"));
            Assert.Equal(origin, machine.ConfigOrigin);
        }
    }

    [Fact]
    public void Lines_of_iomem_cover_a_range()
    {
        _machine.With("/proc/iomem", "40000000-5fffffff : System RAM\n  40210000-40d6ffff : Kernel code\n878000000-887ffffff : System RAM\n  880000000-8800fffff : reserved\n890000000-8900fffff : reserved\n");
        IomemCover inside = _machine.Machine.IomemLine(0x880000000, 0x100000)!;
        Assert.Equal(("System RAM", "reserved", true), (inside.Outermost.Name, inside.Innermost.Name, inside.IsSystemRam));
        Assert.Equal("878000000-887ffffff : System RAM", inside.Outermost.ToString());
        Assert.False(_machine.Machine.IomemLine(0x890000000, 0x100000)!.IsSystemRam);
        Assert.Null(_machine.Machine.IomemLine(0x890000000, 0x100001));
        Assert.Null(_machine.Machine.IomemLine(ulong.MaxValue, long.MaxValue));
    }

    [Fact]
    public void Zeros_in_iomem_are_a_refusal()
    {
        MachineRoot root = _machine.With("/proc/iomem", "00000000-00000000 : System RAM\n  00000000-00000000 : ramoops:dmesg(0/29)\n").Root;
        Iomem iomem = Iomem.Read(root);
        Assert.Equal(ReadState.Refused, iomem.State);
        Assert.Empty(iomem.Ranges);
        Assert.Equal(["/proc/iomem"], root.Refused);
        Assert.Null(_machine.Machine.DriverBound);
    }

    [Fact]
    public void Rights_come_from_the_status()
    {
        _machine.With("/proc/self/status", "Name:\tx\nUid:\t0\t1000\t0\t0\nCapEff:\t0000000000020000\n");
        Assert.Equal(new ProcessRights(false, true, false), _machine.Machine.Rights);
        Assert.Equal(new ProcessRights(null, null, null), new Machine(new MachineRoot("/does/not/exist")).Rights);
    }

    [Fact]
    public void Boot_id_is_a_word() => Assert.Equal("0e7a", _machine.With("/proc/sys/kernel/random/boot_id", "0e7a\n").Machine.BootId);
}
