using PstoreAgent.Tests.Discovery;
using Xunit;

namespace PstoreAgent.Tests.Doctor;

/// <summary>doctor on a machine that runs, here in a folder.</summary>
public sealed class MachineDoctorTests : IDisposable
{
    private const string Iomem = "40000000-5fffffff : System RAM\n878000000-87fffffff : System RAM\n880000000-8800fffff : reserved\n880100000-887ffffff : System RAM\n";

    private const string Config = """
        CONFIG_PRINTK=y
        CONFIG_PSTORE=y
        CONFIG_PSTORE_RAM=y
        CONFIG_PSTORE_COMPRESS=y
        CONFIG_PSTORE_CONSOLE=y
        CONFIG_PSTORE_PMSG=y
        CONFIG_PSTORE_FTRACE=y
        CONFIG_FUNCTION_TRACER=y
        CONFIG_DEVMEM=y
        CONFIG_STRICT_DEVMEM=y
        CONFIG_IO_STRICT_DEVMEM=y
        CONFIG_MAGIC_SYSRQ=y
        CONFIG_LOG_BUF_SHIFT=15

        """;

    private readonly FakeMachine _machine = new();

    public MachineDoctorTests() => _machine
        .WithTree(Desk.GoodTree()).WithKernel("6.1.192")
        .With("/proc/cmdline", "console=ttyAMA0\n").With("/proc/iomem", Iomem)
        .With("/proc/self/mounts", "/dev/mmcblk0p2 / ext4 rw 0 0\npstore /sys/fs/pstore pstore rw 0 0\n")
        .With("/proc/sys/kernel/panic", "5\n").With("/proc/sys/kernel/panic_on_oops", "0\n").With("/proc/sys/kernel/sysrq", "1\n").With("/proc/sys/kernel/printk", "7\t4\t1\t7\n")
        .With("/proc/sys/kernel/ftrace_enabled", "1\n").With("/proc/sysrq-trigger", "").With("/proc/consoles", "ramoops-1            -W- (E   p  )\n")
        .With("/proc/sys/kernel/osrelease", "6.1.192\n")
        .With("/boot/config-6.1.192", Config)
        .With("/sys/module/pstore/parameters/backend", "ramoops\n")
        .WithLink("/sys/bus/platform/drivers/ramoops/ramoops", "/sys/devices/platform/ramoops")
        .WithFolder("/etc")
        .WithLink("/dev/pmsg0", "/dev/null");

    public void Dispose() => _machine.Dispose();

    private Findings Check() => Findings.Of(Agent.Run("doctor", "--json", "--exit-code", "--root", _machine.Path));

    private void Expect(string problems, string warnings)
    {
        Findings found = Check();

        // The folder can't hold a device.
        Assert.Equal((problems, warnings), (string.Join(' ', found.Problems.Except(["pmsg-device"])), string.Join(' ', found.Warnings)));
    }

    [Fact]
    public void A_good_machine_has_neither_problems_nor_warnings()
    {
        Expect("", "");
        Assert.Equal(["retention"], Check().Unknown);
    }

    [Fact]
    public void Not_mounted() => With("/proc/self/mounts", "/dev/mmcblk0p2 / ext4 rw 0 0\n", "", "mount-missing");

    [Theory]
    [InlineData("rootfs / rootfs rw 0 0\npstore /p pstore rw 0 0\n", "archive-volatile")]
    [InlineData("/dev/a / ext4 rw 0 0\ntmpfs /var tmpfs rw 0 0\npstore /p pstore rw 0 0\n", "archive-volatile")]
    [InlineData("/dev/a / ext4 rw 0 0\ntmpfs /rw tmpfs rw 0 0\noverlay /var overlay rw,lowerdir=/var,upperdir=/rw/up,workdir=/rw/work 0 0\npstore /p pstore rw 0 0\n", "archive-volatile")]
    [InlineData("/dev/a / squashfs ro 0 0\ntmpfs /tmp tmpfs rw 0 0\n/dev/b /var/lib ext4 rw 0 0\npstore /p pstore rw 0 0\n", "")]
    public void Where_the_archive_is(string mounts, string warnings) => With("/proc/self/mounts", mounts, "", warnings);

    [Theory]
    [InlineData("/proc/sys/kernel/panic", "0\n", "panic-timeout", "")]
    [InlineData("/proc/sys/kernel/sysrq", "0\n", "", "sysrq-mask")]
    [InlineData("/proc/sys/kernel/printk", "3\t4\t1\t7\n", "", "console-loglevel")]
    [InlineData("/proc/sys/kernel/ftrace_enabled", "0\n", "", "ftrace-disabled")]
    [InlineData("/sys/module/pstore/parameters/backend", "efi_pstore\n", "backend-taken", "")]
    [InlineData("/sys/module/ramoops/parameters/max_reason", "4\n", "", "dumps-at-shutdown")]
    [InlineData("/sys/kernel/security/lockdown", "none integrity [confidentiality]\n", "", "lockdown")]
    [InlineData("/etc/memfaultd.conf", "{}\n", "", "harvester")]
    [InlineData("/etc/systemd/system/sysinit.target.wants/systemd-pstore.service", "", "", "harvester")]
    public void One_file_tells_of_one_fault(string file, string content, string problems, string warnings) => With(file, content, problems, warnings);

    [Theory]
    [InlineData("{\"conclusion\":\"kept\",\"armed_in_this_boot\":false}", "", "", "retention")]
    [InlineData("{\"conclusion\":\"decayed\"}", "", "retention-decayed", "")]
    [InlineData("{\"conclusion\":\"wiped\"}", "retention-lost", "", "")]
    [InlineData("{\"conclusion\":\"kept\",\"armed_in_this_boot\":true}", "", "", "")]
    [InlineData("{\"conclusion\":\"retrained\"}", "retention-lost", "", "")]
    [InlineData("{\"conclusion\":\"decayed\",\"bytes_written\":1000,\"bytes_intact\":610}", "retention-lost", "", "")]
    [InlineData("{\"conclusion\":\"decayed\",\"bytes_written\":1000,\"bytes_intact\":995}", "", "retention-decayed", "")]
    [InlineData("{\"conclusion\":\"unknown\"}", "", "", "")]
    [InlineData("{\"conclusion\":\"banana\"}", "", "", "")]
    [InlineData("{\"conclusion\":\"\\ud800\"}", "", "", "")]
    [InlineData("{\"conclusion\":\"decayed\",\"bytes_written\":\"x\"}", "", "", "")]
    [InlineData("[", "", "", "")]
    public void A_retention_test_that_was_kept_counts(string content, string problems, string warnings, string ok)
    {
        With("/var/lib/pstore-agent-retention.json", content, problems, warnings);
        Assert.Equal(ok.Length > 0, Check().Ok.Contains("retention"));
    }

    [Fact]
    public void A_masked_harvester_is_none()
    {
        _machine.With("/usr/lib/systemd/system/sysinit.target.wants/systemd-pstore.service", "").WithLink("/etc/systemd/system/systemd-pstore.service", "/dev/null");
        Expect("", "");
    }

    [Theory]
    [InlineData("878000000-887ffffff : System RAM\n", "region-not-reserved", "config-strict-devmem")]
    [InlineData("878000000-887ffffff : System RAM\n  880000000-8800fffff : reserved\n", "", "config-strict-devmem")]
    [InlineData("878000000-87fffffff : System RAM\n880080000-8800bffff : pcie@30000000\n", "region-conflict", "")]
    public void What_the_kernel_says_of_the_region(string iomem, string problems, string warnings) => With("/proc/iomem", iomem, problems, warnings);

    [Fact]
    public void Zones_of_the_driver_close_the_region()
    {
        string[] zones = [.. Enumerable.Range(0, 30).Select(i => Zone(i * 0x8198, 0x8198, $"dmesg({i}/29)")), Zone(0xf2fd0, 0x8000, "console"), Zone(0xfafd0, 0x4000, "ftrace"), Zone(0xfefd0, 0x1000, "pmsg")];
        With("/proc/iomem", "878000000-87fffffff : System RAM\n" + string.Concat(zones), "", "config-io-strict-devmem");
    }

    private static string Zone(long offset, long size, string name) => $"{0x880000000 + offset:x}-{0x880000000 + offset + size - 1:x} : ramoops:{name}\n";

    [Fact]
    public void A_driver_that_is_not_bound_is_a_problem_with_what_it_said()
    {
        File.Delete(_machine.FullName("/sys/bus/platform/drivers/ramoops/ramoops"));
        _machine.With("/sys/module/pstore/parameters/backend", "(null)\n").With("/var/log/dmesg", "[    0.1] ramoops: The memory size and the record/console size must be non-zero\n");
        Findings found = Check();
        Assert.Contains("driver-not-bound", found.Problems);
        Assert.Contains("ramoops: The memory size", found.Evidence("driver-not-bound"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_driver_that_uses_other_values_is_a_warning()
    {
        _machine.WithParameters(("mem_address", "36507222016"), ("mem_size", "1048576"), ("record_size", "65536"), ("console_size", "32768"), ("ftrace_size", "16384"), ("pmsg_size", "4096"), ("ecc", "0"));
        Expect("", "parameters-differ");
        Assert.Contains("record_size 0x10000, not record_size 0x8000", Check().Evidence("parameters-differ"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_region_that_the_driver_holds_is_judged()
    {
        _machine.With("/proc/cmdline", "ramoops.mem_address=0x879000000 ramoops.mem_size=0x100000 ramoops.record_size=0x8000 ramoops.console_size=0x8000 ramoops.ftrace_size=0x4000 ramoops.pmsg_size=0x1000 ramoops.ecc=1\n")
            .WithParameters(("mem_address", "36389781504"), ("mem_size", "1048576"), ("record_size", "32768"), ("console_size", "32768"), ("ftrace_size", "16384"), ("pmsg_size", "4096"), ("ecc", "1"));
        Expect("region-not-reserved", "region-named-twice config-strict-devmem");
        Assert.Equal(["device_tree: crash-log@879000000 { reg = <0x8 0x79000000 0x0 0x100000>; no-map; };"], Check().Fixes("region-not-reserved"));
        Assert.Equal(["device_tree: /delete-property/ compatible;"], Check().Fixes("region-named-twice"));
    }

    [Fact]
    public void What_firmware_reserves_is_memory()
    {
        using var board = new FakeMachine();
        board.WithKernel("6.1.192").With("/proc/cmdline", "memmap=1M$0x30000000 ramoops.mem_address=0x30000000 ramoops.mem_size=0x100000\n")
            .With("/proc/iomem", "00100000-2fffffff : System RAM\n30000000-300fffff : Reserved\n30100000-3fffffff : System RAM\n");
        Findings found = Findings.Of(Agent.Run("doctor", "--json", "--exit-code", "--root", board.Path));
        Assert.Contains("region-memory", found.Ok);
        Assert.Contains("region-reserved", found.Ok);
    }

    [Fact]
    public void Of_a_machine_that_shows_nothing_nothing_is_known()
    {
        using var empty = new FakeMachine();
        Findings found = Findings.Of(Agent.Run("doctor", "--json", "--exit-code", "--root", empty.Path));
        Assert.Empty(found.Problems);
        Assert.Empty(found.Warnings);
        Assert.Contains("node", found.Unknown);
        Assert.Contains("dump-reasons", found.Unknown);
        Assert.Contains("harvester", found.Unknown);
    }

    [Fact]
    public void A_root_that_is_no_folder_is_an_error()
    {
        _machine.With("/file", "");
        foreach (string root in (string[])[_machine.FullName("/nowhere"), _machine.FullName("/file")])
        {
            AgentResult result = Agent.Run("doctor", "--root", root);
            Assert.Equal((66, ""), (result.ExitCode, result.Output));
            Assert.Contains($"{root}: no such folder", result.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_a_configuration_a_bound_driver_tells_of_its_front_ends()
    {
        File.Delete(_machine.FullName("/boot/config-6.1.192"));
        File.Delete(_machine.FullName("/dev/pmsg0"));
        _machine.With("/proc/consoles", "ttyAMA0              -W- (EC p a)   204:64\n").WithFolder("/sys/class")
            .With("/sys/module/pstore/parameters/compress", "deflate\n");
        Findings found = Check();
        Assert.Equal(["config-pstore-console", "config-pstore-pmsg", "pmsg-device"], found.Problems);
        Assert.Equal(["kernel_config: CONFIG_PSTORE_PMSG=y"], found.Fixes("pmsg-device"));
        Assert.Contains("compression", found.Ok);
    }

    [Fact]
    public void A_device_that_only_lacks_its_node_is_made_by_hand()
    {
        File.Delete(_machine.FullName("/dev/pmsg0"));
        _machine.With("/sys/class/pmsg/pmsg0/dev", "251:0\n");
        Assert.Equal(["shell: mknod -m 220 /dev/pmsg0 c 251 0"], Check().Fixes("pmsg-device"));
    }

    [Fact]
    public void What_the_kernel_said_of_the_node_is_quoted()
    {
        _machine.With("/proc/iomem", "878000000-887ffffff : System RAM\n  880000000-8800fffff : reserved\n")
            .With("/var/log/dmesg", "[    0.000000] OF: fdt: Reserved memory: failed to reserve memory for node 'ramoops@880000000': base 0x0000000880000000, size 1 MiB\n");
        Findings found = Check();
        Assert.Equal(["node-reserved-before", "config-strict-devmem"], found.Warnings);
        Assert.Contains("failed to reserve memory for node 'ramoops@880000000'", found.Evidence("node-reserved-before"), StringComparison.Ordinal);
        Assert.Empty(found.Fixes("config-strict-devmem"));
        Assert.NotNull(found.Advice("config-strict-devmem"));
    }

    [Fact]
    public void An_oops_that_is_no_panic_is_mentioned()
    {
        Assert.Contains("panic_on_oops is 0", Check().Title("dump-reasons"), StringComparison.Ordinal);
        _machine.With("/proc/sys/kernel/panic_on_oops", "1\n");
        Assert.Contains("every oops is a panic", Check().Title("dump-reasons"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_place_of_the_device_is_a_problem()
    {
        File.Delete(_machine.FullName("/dev/pmsg0"));
        _machine.With("/dev/pmsg0", "lost words\n");
        Assert.Equal(["pmsg-no-device"], Check().Problems);
    }

    [Fact]
    public void The_report_begins_with_problems_and_fits_100_columns()
    {
        _machine.With("/proc/sys/kernel/panic", "0\n").With("/proc/sys/kernel/sysrq", "0\n");
        AgentResult result = Agent.Run("doctor", "--root", _machine.Path);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        string[] lines = result.Output.TrimEnd('\n').Split('\n');
        Assert.StartsWith("PROBLEM    ", lines[0], StringComparison.Ordinal);
        Assert.Matches("^[0-9]+ problems?, [0-9]+ warnings?, [0-9]+ ok, [0-9]+ not known$", lines[^1]);
        Assert.All(lines, line => Assert.True(line.Length <= 100, line));
        Assert.Contains("           command line:  panic=5", lines);
    }

    private void With(string file, string content, string problems, string warnings)
    {
        _machine.With(file, content);
        Expect(problems, warnings);
    }
}
