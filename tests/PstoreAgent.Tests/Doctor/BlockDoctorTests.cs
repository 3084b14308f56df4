using PstoreAgent.Tests.Discovery;
using PstoreAgent.Tests.Discovery.Block;
using Xunit;

namespace PstoreAgent.Tests.Doctor;

/// <summary>doctor on a board that records on a block device or on flash, and has no ramoops region.</summary>
public sealed class BlockDoctorTests : IDisposable
{
    private const string Config = """
        CONFIG_PRINTK=y
        CONFIG_PSTORE=y
        CONFIG_PSTORE_COMPRESS=y
        CONFIG_PSTORE_CONSOLE=y
        CONFIG_PSTORE_PMSG=y
        CONFIG_PSTORE_FTRACE=y
        CONFIG_PSTORE_BLK=y
        CONFIG_PSTORE_BLK_BLKDEV=""
        CONFIG_PSTORE_BLK_KMSG_SIZE=64
        CONFIG_PSTORE_BLK_MAX_REASON=2
        CONFIG_PSTORE_BLK_PMSG_SIZE=64
        CONFIG_PSTORE_BLK_CONSOLE_SIZE=64
        CONFIG_PSTORE_BLK_FTRACE_SIZE=64
        CONFIG_MTD_PSTORE=y
        CONFIG_MAGIC_SYSRQ=y

        """;

    private const string Line = "pstore_blk.blkdev=/dev/mmcblk0p3 pstore_blk.best_effort=Y";
    private const string NoPanic = "blk-no-panic";

    private readonly FakeMachine _machine = new();

    public BlockDoctorTests() => _machine
        .WithKernel("6.1.192").WithConfig(Config).With("/proc/cmdline", Line + "\n").With("/proc/sys/kernel/osrelease", "6.1.192\n")
        .With("/proc/self/mounts", "/dev/mmcblk0p2 / ext4 rw 0 0\npstore /sys/fs/pstore pstore rw 0 0\n").With("/proc/self/mountinfo", "22 1 179:2 / / rw - ext4 /dev/mmcblk0p2 rw\n")
        .With("/proc/sys/kernel/panic", "5\n").With("/proc/sys/kernel/panic_on_oops", "0\n").With("/proc/sys/kernel/sysrq", "1\n")
        .With("/sys/devices/system/cpu/possible", "0-3\n").WithFolder("/etc")
        .With("/sys/module/pstore/parameters/backend", "pstore_blk\n")
        .WithBlock("mmcblk0", "179:0", size: 1L << 30).WithBlock("mmcblk0p2", "179:2", 2, "mmcblk0", size: 1L << 28).WithBlock("mmcblk0p3", "179:3", 3, "mmcblk0", size: 4 << 20)
        .With("/proc/mtd", "mtd3: 00100000 00010000 \"oops\"\n").With("/sys/class/mtd/mtd3/writesize", "2048\n").With("/sys/class/mtd/mtd3/type", "nand\n").With("/dev/mtd3", "");

    public void Dispose() => _machine.Dispose();

    private Findings Check() => Findings.Of(Agent.Run("doctor", "--json", "--exit-code", "--root", _machine.Path));

    private Findings Check(string line, string problems, string warnings)
    {
        _machine.With("/proc/cmdline", line + "\n");
        Findings found = Check();
        Assert.Equal((problems, warnings), (string.Join(' ', found.Problems), string.Join(' ', found.Warnings)));
        return found;
    }

    [Fact]
    public void A_good_board_is_told_what_it_does_not_record_and_nothing_of_ramoops()
    {
        Findings found = Check(Line, "", NoPanic);
        Assert.Empty(found.Unknown);
        foreach (string id in (string[])["blk-device", "record-slots", "backend", "config-pstore-blk", "dump-reasons", "config-pstore-console"]) Assert.Contains(id, found.Ok);
        Assert.DoesNotContain("command_line: pstore.backend=ramoops", found.Fixes(NoPanic));
        Assert.Contains("a region of memory has to be reserved", found.Evidence(NoPanic), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pstore_blk.blkdev=/dev/mmcblk0p3", "blk-best-effort", "", "command_line: pstore_blk.best_effort=Y")]
    [InlineData(Line + " pstore_blk.kmsg_size=66", "", "blk-size-rounded blk-no-panic", "command_line: pstore_blk.kmsg_size=68")]
    [InlineData(Line + " pstore_blk.kmsg_size=64K", "blk-parameter-refused", NoPanic, "")]
    [InlineData(Line + " pstore_blk.kmsg_size=0", "no-record-zone", NoPanic, "command_line: pstore_blk.kmsg_size=64")]
    [InlineData(Line + " pstore_blk.kmsg_size=2048", "", "few-slots blk-no-panic", "command_line: pstore_blk.kmsg_size=1024")]
    [InlineData(Line + " pstore_blk.pmsg_size=8192", "blk-sizes-refused", NoPanic, "command_line: pstore_blk.kmsg_size=64")]
    [InlineData(Line + " pstore_blk.console_size=0", "", "console-missing blk-no-panic", "command_line: pstore_blk.console_size=64")]
    [InlineData(Line + " pstore_blk.max_reason=4", "", "blk-no-panic dumps-at-shutdown", "")]
    [InlineData(Line + " pstore_blk.max_reason=1", "oops-not-recorded", NoPanic, "command_line: pstore_blk.max_reason=2")]
    [InlineData(Line + " pstore_blk.blkdev=/dev/mmcblk0p9", "blk-device-missing", NoPanic, "shell: grep . /sys/class/block/*/dev /proc/mtd")]
    [InlineData(Line + " pstore.backend=efi_pstore", "backend-choice", NoPanic, "command_line: pstore.backend=pstore_blk")]
    [InlineData(Line + " panic=0", "", NoPanic, "")]
    [InlineData("pstore.backend=pstore_blk", "blk-no-device", "", "")]
    [InlineData("pstore_blk.best_effort=Y", "blk-no-device", "", "")]
    public void One_word_makes_one_fault(string line, string problems, string warnings, string fix)
    {
        Findings found = Check(line, problems, warnings);
        string first = problems.Length > 0 ? problems : warnings.Split(' ')[0];
        if (fix.Length > 0) Assert.Contains(fix, found.Fixes(first));
    }

    [Theory]
    [InlineData("/sys/module/pstore/parameters/backend", "ramoops\n", "backend-taken", NoPanic)]
    [InlineData("/proc/sys/kernel/panic", "0\n", "panic-timeout", NoPanic)]
    [InlineData("/proc/version", "Linux version 5.4.100 (root@host) (gcc) #1 SMP\n", "blk-old-kernel", NoPanic)]
    [InlineData("/sys/devices/virtual/block/mmcblk0/mmcblk0p3/size", "8193\n", "blk-sizes-refused", NoPanic)]
    [InlineData("/sys/devices/virtual/block/mmcblk0/mmcblk0p3/size", "7\n", "blk-sizes-refused", NoPanic)]
    public void One_file_tells_of_one_fault(string file, string content, string problems, string warnings)
    {
        _machine.With(file, content);
        Check(Line, problems, warnings);
    }

    [Fact]
    public void Sizes_that_the_driver_shows_rounded_are_still_what_was_asked_for()
    {
        foreach ((string name, string value) in ((string, string)[])[("blkdev", "/dev/mmcblk0p3"), ("kmsg_size", "64"), ("pmsg_size", "4"), ("console_size", "64"), ("ftrace_size", "64"), ("best_effort", "Y"), ("max_reason", "2")])
            _machine.With($"/sys/module/pstore_blk/parameters/{name}", value + "\n");
        Findings found = Check(Line + " pstore_blk.pmsg_size=66", "", "blk-size-rounded " + NoPanic);
        Assert.Contains("0x1000 bytes of 66 KiB", found.Evidence("blk-size-rounded"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_backend_that_is_only_asked_for_is_not_there_yet()
    {
        _machine.With("/var/log/dmesg", "[    0.0] Linux version 6.1.192\n[    0.1] pstore: Using crash dump compression: deflate\n");
        Check(Line + " pstore.backend=pstore_blk", "driver-not-bound", NoPanic);
        _machine.With("/var/log/dmesg", "[    0.0] Linux version 6.1.192\n[    0.7] pstore: Registered pstore_blk as persistent store backend\n");
        Check(Line + " pstore.backend=pstore_blk", "", NoPanic);
    }

    [Fact]
    public void A_driver_that_took_nothing_comes_with_what_it_said()
    {
        _machine.With("/sys/module/pstore/parameters/backend", "(null)\n").With("/var/log/dmesg", "[    0.1] pstore_blk: failed to open '/dev/pstore-blk': -16!\n[    0.2] other: x\n");
        Assert.Contains("pstore_blk: failed to open", Check(Line, "driver-not-bound", NoPanic).Evidence("driver-not-bound"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mounted_device_is_a_problem_until_the_driver_has_it()
    {
        const string line = "pstore_blk.blkdev=/dev/mmcblk0p2 pstore_blk.best_effort=Y";
        Check(line, "", NoPanic);
        _machine.With("/sys/module/pstore/parameters/backend", "(null)\n");
        Check(line, "driver-not-bound blk-device-in-use", NoPanic);
    }

    [Fact]
    public void Oopses_that_become_panics_are_lost_too()
    {
        _machine.With("/proc/sys/kernel/panic_on_oops", "1\n");
        Findings found = Check(Line, "", NoPanic);
        Assert.Contains("oopses are lost with it", found.Evidence(NoPanic), StringComparison.Ordinal);
        Assert.Equal("sysctl: kernel.panic_on_oops = 0", found.Fixes(NoPanic)[0]);
    }

    [Theory]
    [InlineData("pstore_blk.blkdev=3 pstore_blk.kmsg_size=64", "", "")]
    [InlineData("pstore_blk.blkdev=oops", "", "")]
    [InlineData("pstore_blk.blkdev=/dev/mtd3", "blk-mtd-name", "")]
    [InlineData("pstore_blk.blkdev=oops pstore_blk.kmsg_size=128", "blk-mtd-sizes", "")]
    [InlineData("pstore_blk.blkdev=oops pstore_blk.kmsg_size=1024", "blk-mtd-sizes", "few-slots")]
    public void Flash_records_panics_and_has_rules_of_its_own(string line, string problems, string warnings) => Check(line, problems, warnings);

    [Fact]
    public void Nor_flash_may_record_no_panics()
    {
        _machine.With("/sys/class/mtd/mtd3/type", "nor\n").With("/sys/class/mtd/mtd3/writesize", "1\n");
        Findings found = Check("pstore_blk.blkdev=oops", "", "blk-nor-panics");
        Assert.Empty(found.Fixes("blk-nor-panics"));
        Assert.Contains("echo c >/proc/sysrq-trigger", found.Evidence("blk-nor-panics"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_mount_nothing_is_recorded()
    {
        _machine.With("/proc/self/mounts", "/dev/mmcblk0p2 / ext4 rw 0 0\n");
        Assert.Contains("shell: mount -t pstore pstore /sys/fs/pstore", Check(Line, "blk-not-mounted", NoPanic).Fixes("blk-not-mounted"));
    }

    [Fact]
    public void An_oops_before_the_mount_is_told()
    {
        _machine.With("/var/log/dmesg", "[    4.1] pstore_zone: move zone from 0 to 1 failed\n[    4.1] pstore_zone: recover failed\n");
        Check(Line, "blk-recovery-failed", NoPanic);
    }

    [Fact]
    public void A_kernel_without_the_driver_is_a_problem_with_the_line()
    {
        _machine.WithConfig(Config.Replace("CONFIG_PSTORE_BLK=y", "# CONFIG_PSTORE_BLK is not set", StringComparison.Ordinal));
        _machine.With("/sys/module/pstore/parameters/backend", "(null)\n");
        Findings found = Check();
        Assert.Contains("config-pstore-blk", found.Problems);
        Assert.Equal(["kernel_config: CONFIG_PSTORE_BLK=y"], found.Fixes("config-pstore-blk"));
    }

    [Fact]
    public void A_module_finds_paths_alone()
    {
        _machine.WithConfig(Config.Replace("CONFIG_PSTORE_BLK=y", "CONFIG_PSTORE_BLK=m", StringComparison.Ordinal));
        Findings found = Check("pstore_blk.blkdev=179:3 pstore_blk.best_effort=Y", "blk-module-name", "config-pstore-blk-module " + NoPanic);
        Assert.Contains("command_line: pstore_blk.blkdev=/dev/mmcblk0p3", found.Fixes("blk-module-name"));
    }

    [Fact]
    public void A_missing_node_keeps_the_agent_from_reading_and_not_the_kernel_from_writing()
    {
        File.Delete(_machine.FullName("/dev/mmcblk0p3"));
        Findings found = Check(Line, "", "blk-no-node " + NoPanic);
        Assert.Equal([$"shell: mknod {_machine.FullName("/dev/mmcblk0p3")} b 179 3"], found.Fixes("blk-no-node"));
    }

    [Fact]
    public void Where_a_region_is_named_the_wish_is_ramoops_unless_pstore_is_given_to_the_other()
    {
        _machine.WithTree(Desk.GoodTree());
        Findings found = Check();
        Assert.Contains("backend-blk", found.Warnings);
        Assert.Contains("node", found.Ok);
        Assert.DoesNotContain(NoPanic, found.Warnings);

        const string choice = "command_line: pstore.backend=ramoops";
        Assert.Contains(choice, Check(Line + " pstore.backend=pstore_blk", "", NoPanic).Fixes(NoPanic));
    }

    [Fact]
    public void A_board_that_names_neither_is_told_of_ramoops()
    {
        _machine.With("/proc/cmdline", "quiet\n").With("/sys/module/pstore/parameters/backend", "(null)\n");
        Assert.Contains("node-missing", Check().Problems);
    }

    [Fact]
    public void A_desk_will_do_for_most_of_it()
    {
        _machine.With("/config", Config.Replace("CONFIG_MTD_PSTORE=y", "", StringComparison.Ordinal));
        Findings found = Findings.Of(Agent.Run("doctor", "--json", "--exit-code", "--config", _machine.FullName("/config"), "--cmdline", "panic=5 pstore_blk.blkdev=b303 pstore_blk.kmsg_size=6", "--kernel", "6.1.192"));
        Assert.Equal(["blk-best-effort"], found.Problems);
        Assert.Contains("blk-size-rounded", found.Warnings);
        Assert.Contains("blk-device", found.Unknown);
        Assert.DoesNotContain("node", found.Unknown);
    }
}
