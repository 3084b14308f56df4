using PstoreAgent.Tests.Discovery;
using Xunit;

namespace PstoreAgent.Tests.Doctor;

/// <summary>A good set-up, and each time one thing is wrong: doctor names that and nothing else.</summary>
public sealed class DeskFaultTests
{
    internal static readonly Dictionary<string, Action<Desk>> s_faults = new()
    {
        // What the kernel makes of the tree.
        ["no ranges"] = desk => desk.Tree.Reserved().Without("ranges"),
        ["range in place of ranges"] = desk => desk.Tree.Reserved().Without("ranges").Bytes("range"),
        ["other cells"] = desk => { desk.Tree.Reserved().Cells("#size-cells", 1); desk.Tree.Node().Cells("reg", 8, 0x80000000, 0x100000); },
        ["disabled"] = desk => desk.Tree.Node().Word("status", "disabled"),
        ["compatible misspelled"] = desk => desk.Tree.Node().Word("compatible", "ramoop"),
        ["no node"] = desk => desk.Tree.Node().Word("compatible", "shared-dma-pool").Rename("buffer@880000000"),
        ["no reg"] = desk => desk.Tree.Node().Without("reg"),
        ["reg in other cells"] = desk => desk.Tree.Node().Cells("reg", 8, 0x80000000, 0x100000),
        ["outside reserved-memory"] = desk => desk.Tree.Reserved().Rename("reserved"),
        ["on a bus that leads nowhere"] = desk => desk.Tree.Reserved().Rename("reserved").Without("ranges"),
        ["unit address"] = desk => desk.Tree.Node().Rename("ramoops@88000000"),
        ["no no-map"] = desk => desk.Tree.Node().Without("no-map"),
        ["record_size"] = desk => desk.Tree.Node().Without("pmsg-size").Cells("pmsg_size", 0x1000),
        ["size too large"] = desk => desk.Tree.Node().Cells("record-size", 0x80000000),
        ["two nodes"] = desk => desk.Tree.Reserved().Add(Trees.Ramoops().Bytes("no-map").Cells("reg", 8, 0x79000000, 0, 0x100000).Rename("ramoops@879000000")),
        ["kernel without nodes"] = desk => desk.Kernel = "4.4.302",

        // Where the region is.
        ["behind the end of memory"] = desk => desk.Tree["memory@40000000"].Cells("reg", 0, 0x40000000, 0, 0x20000000, 8, 0x78000000, 0, 0x8080000),
        ["in no memory"] = desk => desk.Tree["memory@40000000"].Cells("reg", 0, 0x40000000, 0, 0x20000000),
        ["overlap"] = desk => desk.Tree.Reserved().Add(new TreeNode("dsp@8800f0000").Cells("reg", 8, 0x800f0000, 0, 0x100000)),
        ["initrd in it"] = desk => desk.Tree.Add(new TreeNode("chosen").Cells("linux,initrd-start", 8, 0x80010000).Cells("linux,initrd-end", 8, 0x80020000)),

        // Sizes.
        ["record larger than the region"] = desk => desk.Tree.Node().Cells("record-size", 0x100000),
        ["zones larger than the region"] = desk => desk.Tree.Node().Cells("console-size", 0x100000),
        ["no record-size"] = desk => desk.Tree.Node().Without("record-size"),
        ["not a power of two"] = desk => desk.Tree.Node().Cells("console-size", 0x9000),
        ["no ftrace-size"] = desk => desk.Tree.Node().Without("ftrace-size"),
        ["no console-size"] = desk => desk.Tree.Node().Without("console-size"),
        ["no pmsg-size"] = desk => desk.Tree.Node().Without("pmsg-size"),
        ["one slot"] = desk => desk.Tree.Node().Cells("record-size", 0x80000),
        ["log larger than a record"] = desk => desk.WithOption("LOG_BUF_SHIFT", "20"),
        ["unaligned zones as device memory"] = desk => desk.Tree.Node().Bytes("unbuffered").Cells("ftrace-size", 0x2000),
        ["no ECC"] = desk => desk.Tree.Node().Without("ecc-size"),
        ["ECC of one byte"] = desk => desk.Tree.Node().Cells("ecc-size", 1),
        ["ECC too large"] = desk => desk.Tree.Node().Cells("ecc-size", 200),
        ["max-reason too new"] = desk => { desk.Kernel = "5.4.100"; desk.Tree.Node().Cells("max-reason", 2); },

        // The kernel.
        ["no PSTORE"] = desk => desk.WithOption("PSTORE", null).WithOption("PSTORE_RAM", null),
        ["no PSTORE_RAM"] = desk => desk.WithOption("PSTORE_RAM", null),
        ["PSTORE_RAM as a module"] = desk => desk.WithOption("PSTORE_RAM", "m"),
        ["no PSTORE_CONSOLE"] = desk => desk.WithOption("PSTORE_CONSOLE", null),
        ["no PSTORE_PMSG"] = desk => desk.WithOption("PSTORE_PMSG", null),
        ["no PSTORE_FTRACE"] = desk => desk.WithOption("PSTORE_FTRACE", null),
        ["no FUNCTION_TRACER"] = desk => desk.WithOption("FUNCTION_TRACER", null),
        ["no compression"] = desk => desk.WithOption("PSTORE_COMPRESS", null).WithOption("PSTORE_DEFLATE_COMPRESS", null),
        ["no DEVMEM"] = desk => desk.WithOption("DEVMEM", null),
        ["no SysRq"] = desk => desk.WithOption("MAGIC_SYSRQ", null),
        ["SysRq without crash"] = desk => desk.WithOption("MAGIC_SYSRQ_DEFAULT_ENABLE", "0x1b6"),
        ["EFI as a rival"] = desk => desk.WithOption("EFI_VARS_PSTORE", "y"),

        // The command line.
        ["panic=0"] = desk => desk.CommandLine += " panic=0",
        ["no panic timeout"] = desk => desk.WithOption("PANIC_TIMEOUT", "0"),
        ["quiet"] = desk => desk.CommandLine += " quiet",
        ["other backend"] = desk => desk.CommandLine += " pstore.backend=efi_pstore",
        ["blacklisted"] = desk => desk.CommandLine += " initcall_blacklist=foo,ramoops_init",
        ["module blacklisted"] = desk => desk.CommandLine += " module_blacklist=ramoops",
        ["size with suffix"] = desk => desk.CommandLine += " ramoops.mem_size=1M",
        ["named twice"] = desk => desk.CommandLine += " ramoops.mem_address=0x880000000 ramoops.mem_size=0x100000",
        ["lockdown"] = desk => desk.CommandLine += " lockdown=integrity",
        ["compression off"] = desk => desk.CommandLine += " pstore.compress=none",
        ["dumps at shutdown"] = desk => desk.Tree.Node().Cells("max-reason", 4),
        ["dumps at shutdown by printk"] = desk => { desk.Tree.Node().Cells("max-reason", 0); desk.CommandLine += " printk.always_kmsg_dump=1"; },
        ["block device as a rival"] = desk => desk.WithOption("PSTORE_BLK", "y").CommandLine += " pstore_blk.blkdev=/dev/mmcblk0p3",
        ["only panics"] = desk => desk.Tree.Node().Cells("max-reason", 1),
    };

    // problems; warnings; a fix of the first
    public static TheoryData<string, string, string, string> Table => new()
    {
        { "no ranges", "node-no-ranges", "", "device_tree: ranges;" },
        { "range in place of ranges", "node-no-ranges", "", "device_tree: ranges;" },
        { "other cells", "node-cells", "", "device_tree: #size-cells = <2>;" },
        { "disabled", "node-status", "", "device_tree: status = \"okay\";" },
        { "compatible misspelled", "node-compatible", "", "device_tree: compatible = \"ramoops\";" },
        { "no node", "node-missing", "", "" },
        { "no reg", "node-reg", "", "device_tree: reg = <0x8 0x80000000 0x0 0x100000>;" },
        { "reg in other cells", "node-reg", "", "" },
        { "outside reserved-memory", "node-not-reserved", "", "shell: pstore-agent dt generate --base 0x880000000 --size 0x100000 --record-size 0x8000 --console-size 0x8000 --ftrace-size 0x4000 --pmsg-size 0x1000 --ecc 16 --no-map" },
        { "on a bus that leads nowhere", "node-bus", "", "shell: pstore-agent dt generate --base 0x880000000 --size 0x100000 --record-size 0x8000 --console-size 0x8000 --ftrace-size 0x4000 --pmsg-size 0x1000 --ecc 16 --no-map" },
        { "unit address", "", "node-unit-address", "device_tree: ramoops@880000000 {" },
        { "no no-map", "", "node-no-map-missing config-strict-devmem", "device_tree: no-map;" },
        { "record_size", "node-spelling", "pmsg-missing", "device_tree: pmsg-size = <0x1000>;" },
        { "size too large", "node-number", "", "device_tree: record-size = <0x8000>;" },
        { "two nodes", "", "node-several", "device_tree: status = \"disabled\";" },
        { "kernel without nodes", "node-old-kernel", "", "command_line: ramoops.mem_address=0x880000000 ramoops.mem_size=0x100000 ramoops.record_size=0x8000 ramoops.console_size=0x8000 ramoops.ftrace_size=0x4000 ramoops.pmsg_size=0x1000 ramoops.ecc=16" },
        { "behind the end of memory", "region-crosses-memory", "", "" },
        { "in no memory", "", "region-outside-memory", "" },
        { "overlap", "region-overlap", "", "" },
        { "initrd in it", "region-overlap", "", "" },
        { "record larger than the region", "sizes-refused", "", "device_tree: record-size = <0x40000>;" },
        { "zones larger than the region", "sizes-refused", "", "device_tree: console-size = <0x80000>;" },
        { "no record-size", "no-record-zone", "", "device_tree: record-size = <0x8000>;" },
        { "not a power of two", "", "size-rounded", "device_tree: console-size = <0x8000>;" },
        { "no ftrace-size", "", "ftrace-missing", "device_tree: ftrace-size = <0x4000>;" },
        { "no console-size", "", "console-missing", "device_tree: console-size = <0x8000>;" },
        { "no pmsg-size", "", "pmsg-missing", "device_tree: pmsg-size = <0x1000>;" },
        { "one slot", "", "few-slots", "device_tree: record-size = <0x40000>;" },
        { "log larger than a record", "", "record-capacity", "device_tree: record-size = <0x40000>;" },
        { "unaligned zones as device memory", "zone-alignment", "", "device_tree: /delete-property/ unbuffered;" },
        { "no ECC", "", "ecc-off", "device_tree: ecc-size = <16>;" },
        { "ECC of one byte", "", "ecc-one", "device_tree: ecc-size = <16>;" },
        { "ECC too large", "sizes-refused", "", "device_tree: ecc-size = <16>;" },
        { "max-reason too new", "", "node-property-age", "device_tree: /delete-property/ max-reason;" },
        { "no PSTORE", "config-pstore", "", "kernel_config: CONFIG_PSTORE=y" },
        { "no PSTORE_RAM", "config-pstore-ram", "", "kernel_config: CONFIG_PSTORE_RAM=y" },
        { "PSTORE_RAM as a module", "", "config-pstore-ram-module", "kernel_config: CONFIG_PSTORE_RAM=y" },
        { "no PSTORE_CONSOLE", "config-pstore-console", "", "kernel_config: CONFIG_PSTORE_CONSOLE=y" },
        { "no PSTORE_PMSG", "config-pstore-pmsg", "", "kernel_config: CONFIG_PSTORE_PMSG=y" },
        { "no PSTORE_FTRACE", "config-pstore-ftrace", "", "kernel_config: CONFIG_PSTORE_FTRACE=y" },
        { "no FUNCTION_TRACER", "config-function-tracer", "", "kernel_config: CONFIG_FUNCTION_TRACER=y" },
        { "no compression", "", "compression-off", "kernel_config: CONFIG_PSTORE_COMPRESS=y" },
        { "no DEVMEM", "", "config-devmem", "kernel_config: CONFIG_DEVMEM=y" },
        { "no SysRq", "", "sysrq-missing", "kernel_config: CONFIG_MAGIC_SYSRQ=y" },
        { "SysRq without crash", "", "sysrq-mask", "sysctl: kernel.sysrq = 446" },
        { "EFI as a rival", "", "backend-rival", "command_line: pstore.backend=ramoops" },
        { "panic=0", "panic-timeout", "", "command_line: panic=5" },
        { "no panic timeout", "panic-timeout", "", "kernel_config: CONFIG_PANIC_TIMEOUT=5" },
        { "quiet", "", "console-loglevel", "command_line: loglevel=7" },
        { "other backend", "backend-choice", "", "command_line: pstore.backend=ramoops" },
        { "blacklisted", "driver-blacklisted", "", "command_line: initcall_blacklist=foo" },
        { "module blacklisted", "driver-blacklisted", "", "command_line: module_blacklist=ramoops" },
        { "size with suffix", "parameter-refused", "", "command_line: ramoops.mem_size=1M" },
        { "named twice", "", "ecc-off region-named-twice record-capacity", "command_line: ramoops.ecc=16" },
        { "lockdown", "", "lockdown", "command_line: lockdown=integrity" },
        { "compression off", "", "compression-off", "command_line: pstore.compress=deflate" },
        { "dumps at shutdown", "", "dumps-at-shutdown", "device_tree: max-reason = <2>;" },
        { "dumps at shutdown by printk", "", "dumps-at-shutdown", "device_tree: max-reason = <2>;" },
        { "block device as a rival", "", "backend-blk", "command_line: pstore_blk.blkdev=/dev/mmcblk0p3" },
        { "only panics", "", "oops-not-recorded", "sysctl: kernel.panic_on_oops = 1" },
    };

    [Fact]
    public void A_good_set_up_has_neither_problems_nor_warnings()
    {
        using var desk = new Desk();
        Findings found = desk.Check();
        Assert.Empty(found.Problems);
        Assert.Empty(found.Warnings);
        Assert.True(found.Ok.Length > 20);

        // What only a running machine can tell.
        Assert.Equal(["region-reserved", "driver", "mount", "archive"], found.Unknown);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Each_fault_is_named_with_its_fix_and_nothing_else_is(string fault, string problems, string warnings, string fix)
    {
        using var desk = new Desk();
        s_faults[fault](desk);
        Findings found = desk.Check();
        Assert.Equal((problems, warnings), (string.Join(' ', found.Problems), string.Join(' ', found.Warnings)));
        if (fix.Length > 0) Assert.Contains(fix, found.Fixes((problems.Length > 0 ? problems : warnings).Split(' ')[0]));
    }

    [Fact]
    public void Every_fault_has_a_row() => Assert.Equal(s_faults.Keys.Order(), Table.Select(row => row.Data.Item1).Order());

    [Fact]
    public void A_typo_is_shown_as_what_it_is()
    {
        using var desk = new Desk();
        desk.Tree.Reserved().Without("ranges").Bytes("range");
        Assert.Contains("it has \"range\"", desk.Check().Evidence("node-no-ranges"), StringComparison.Ordinal);
    }
}
