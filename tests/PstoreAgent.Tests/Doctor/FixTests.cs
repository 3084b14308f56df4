using System.Text.Json;
using PstoreAgent.Tests.Discovery;
using Xunit;

namespace PstoreAgent.Tests.Doctor;

/// <summary>The lines of a fix, applied as they are written, make their finding go away and no other appear.</summary>
public sealed class FixTests
{
    private const int MostSteps = 16;
    private const string Elsewhere = "ramoops.mem_address=0x879000000 ramoops.mem_size=0x100000 ramoops.record_size=0x8000 ramoops.console_size=0x8000 ramoops.ftrace_size=0x4000 ramoops.pmsg_size=0x1000 ramoops.ecc=1";

    // what is wrong; problems; warnings
    private static readonly Dictionary<string, (Action<Desk> Break, string Problems, string Warnings)> s_setUps = new()
    {
        // Which region counts.
        ["parameters in place of a node"] = (desk => desk.ByParameters(), "", ""),
        ["parameters, where the tree has no reservation"] = (desk => { desk.ByParameters().Tree.Reserved().Rename("other"); }, "region-not-reserved", "config-strict-devmem"),
        ["parameters elsewhere than the node"] = (desk => desk.CommandLine += " " + Elsewhere, "region-not-reserved", "region-named-twice config-strict-devmem"),
        ["parameters elsewhere than the node, as a module"] = (desk => desk.WithOption("PSTORE_RAM", "m").CommandLine += " " + Elsewhere, "", "region-named-twice config-pstore-ram-module"),
        ["parameters that are refused beside a good node"] = (desk => desk.CommandLine += " ramoops.mem_address=0x880000000 ramoops.mem_size=0x1000 ramoops.record_size=0x8000", "", "region-named-twice"),
        ["parameters without an address"] = (desk => desk.CommandLine += " ramoops.mem_size=0x100000 ramoops.record_size=0x8000", "parameter-address", "region-named-twice"),
        ["an address without a size"] = (desk => desk.ByParameters("ramoops.mem_address=0x880000000 ramoops.record_size=0x8000 ramoops.console_size=0x8000 ramoops.ftrace_size=0x4000 ramoops.pmsg_size=0x1000 ramoops.ecc=1"), "parameter-incomplete", ""),
        ["a name before kernels knew names"] = (desk => { desk.Kernel = "6.1.10"; desk.ByParameters("reserve_mem=2M:4096:oops ramoops.mem_name=oops ramoops.ecc=1"); }, "parameter-incomplete", "record-capacity"),
        ["a name that names nothing"] = (desk => { desk.Kernel = "6.12.10"; desk.ByParameters("reserve_mem=2M:4096:oops ramoops.mem_name=opps ramoops.record_size=0x8000 ramoops.console_size=0x8000 ramoops.ftrace_size=0x4000 ramoops.ecc=1"); }, "parameter-name", ""),
        ["the first of two nodes is refused"] = (desk => desk.Tree.Reserved().Insert(Trees.Ramoops().Bytes("no-map").Cells("reg", 8, 0x79000000, 0, 0x1000).Rename("ramoops@879000000")), "", "node-several"),
        ["two sizes with suffixes"] = (desk => desk.ByParameters("ramoops.mem_address=0x880000000 ramoops.mem_size=1M ramoops.record_size=32K ramoops.console_size=0x8000 ramoops.ftrace_size=0x4000 ramoops.ecc=1"), "parameter-refused", ""),
        ["an old kernel with its node"] = (desk => { desk.Kernel = "4.4.302"; desk.WithOption("LOG_BUF_SHIFT", "17"); }, "node-old-kernel", "record-capacity"),
        ["reserved-memory disabled, which no kernel looks at"] = (desk => desk.Tree.Reserved().Word("status", "disabled"), "", ""),
        ["reserved before its node"] = (desk => desk.Tree.Reserves.Add((0x880000000, 0x100000)), "", "node-reserved-before config-strict-devmem"),

        // Sizes.
        ["a small region full of zones"] = (desk => Small(desk, 0x10000).WithOption("LOG_BUF_SHIFT", "17"), "", ""),
        ["a small region, one zone more"] = (desk => Small(desk, 0x10000).Tree.Node().Cells("console-size", 0x10000), "sizes-refused", ""),
        ["a region of one page"] = (desk => Small(desk, 0x1000), "sizes-refused", ""),
        ["a record of 3 KiB"] = (desk => desk.WithOption("LOG_BUF_SHIFT", "17").Tree.Node().Cells("record-size", 0xC00), "", "size-rounded record-capacity"),
        ["a log that no record can hold"] = (desk => desk.WithOption("LOG_BUF_SHIFT", "22").Tree.Node().Cells("record-size", 0x8000), "", "record-capacity"),
        ["300 parity bytes"] = (desk => desk.Tree.Node().Cells("ecc-size", 300), "sizes-refused", ""),
        ["128 parity bytes, records of 128 KiB"] = (desk => desk.Tree.Node().Cells("ecc-size", 128).Cells("record-size", 0x20000), "sizes-refused", ""),
        ["300 parity bytes by parameters"] = (desk => { desk.ByParameters(); desk.CommandLine = desk.CommandLine.Replace("ecc=1", "ecc=300", StringComparison.Ordinal); }, "sizes-refused", ""),
        ["a trace too small for its CPUs"] = (desk => Cpus(desk, 64).Tree.Node().Cells("flags", 1).Cells("ftrace-size", 0x200), "sizes-refused", ""),
        ["two numbers of two cells"] = (desk => desk.Tree.Node().Cells("record-size", 0x80000000).Cells("flags", 0xffffffff), "node-number", ""),

        // The mapping, and what is dumped.
        ["mem-type 1, unaligned zones"] = (desk => desk.Tree.Node().Cells("mem-type", 1).Cells("ftrace-size", 0x2000), "zone-alignment", ""),
        ["mem-type 0 before unbuffered"] = (desk => desk.Tree.Node().Bytes("unbuffered").Cells("mem-type", 0).Cells("ftrace-size", 0x2000), "", ""),
        ["mem-type in 5.15"] = (desk => { desk.Kernel = "5.15.150"; desk.Tree.Node().Cells("mem-type", 0); }, "", ""),
        ["no-dump-oops before max-reason"] = (desk => { desk.Kernel = "5.4.100"; desk.Tree.Node().Bytes("no-dump-oops"); }, "", "oops-not-recorded"),
        ["dump_oops=0 before max_reason"] = (desk => { desk.Kernel = "5.4.100"; desk.ByParameters().CommandLine += " ramoops.dump_oops=0"; }, "", "oops-not-recorded"),
        ["no-dump-oops, where every oops is a panic"] = (desk => desk.WithOption("PANIC_ON_OOPS", "y").Tree.Node().Bytes("no-dump-oops"), "", ""),
        ["always_kmsg_dump without a value"] = (desk => { desk.Tree.Node().Cells("max-reason", 0); desk.CommandLine += " printk.always_kmsg_dump"; }, "", "dumps-at-shutdown"),

        // The kernel.
        ["an unknown compression"] = (desk => desk.CommandLine += " pstore.compress=foo", "", "compression-off"),
        ["an unknown compression, where deflate is all there is"] = (desk => { desk.Kernel = "6.6.30"; desk.CommandLine += " pstore.compress=foo"; }, "", ""),
        ["a compression that is not built"] = (desk => desk.CommandLine += " pstore.compress=lz4", "", "compression-off"),
        ["a default that is not built"] = (desk => desk.WithOption("PSTORE_COMPRESS_DEFAULT", "\"lz4\""), "", "compression-off"),
        ["locked down by its configuration"] = (desk => desk.WithOption("LOCK_DOWN_KERNEL_FORCE_INTEGRITY", "y"), "", "lockdown"),
        ["a built-in command line that counts alone"] = (desk => desk.WithOption("CMDLINE", "\"panic=0 quiet\"").WithOption("CMDLINE_FORCE", "y").CommandLine += " panic=5", "panic-timeout", "console-loglevel"),
        ["a built-in command line that mends another"] = (desk => desk.WithOption("CMDLINE", "\"panic=5\"").WithOption("CMDLINE_FORCE", "y").CommandLine += " panic=0", "", ""),
        ["a built-in command line beside the other"] = (desk => desk.WithOption("CMDLINE", "\"panic=0\"").WithOption("CMDLINE_EXTEND", "y"), "panic-timeout", ""),
        ["more memory than this program reads"] = (desk => { desk.Tree["memory@40000000"].Cells("reg", 8, 0, 4, 0); desk.Tree.Node().Cells("reg", 8, 0x80000000, 0, 0x80000000); }, "", ""),
    };

    public static TheoryData<string> SetUps => [.. s_setUps.Keys];

    public static TheoryData<string> All => [.. s_setUps.Keys, .. DeskFaultTests.s_faults.Keys];

    [Theory]
    [MemberData(nameof(SetUps))]
    public void What_is_wrong_is_named_and_nothing_else(string name)
    {
        using var desk = new Desk();
        (Action<Desk> spoil, string problems, string warnings) = s_setUps[name];
        spoil(desk);
        Findings found = desk.Check();
        Assert.Equal((problems, warnings), (string.Join(' ', found.Problems), string.Join(' ', found.Warnings)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fixes_work_as_they_are_printed(string name)
    {
        using var desk = new Desk();
        if (s_setUps.TryGetValue(name, out (Action<Desk> Break, string, string) known)) known.Break(desk);
        else DeskFaultTests.s_faults[name](desk);

        JsonElement[] faults = desk.Check().Faults;
        for (int step = 0; step < MostSteps; step++)
        {
            Assert.All(faults, fault => Assert.True(fault.GetProperty("fixes").GetArrayLength() > 0 || fault.GetProperty("advice").GetString() != null, Id(fault)));
            if (faults.FirstOrDefault(fault => FixLine.OfFiles(fault).Length > 0) is not { ValueKind: JsonValueKind.Object } first) return;
            foreach (FixLine fix in FixLine.OfFiles(first)) desk.Apply(fix);
            JsonElement[] left = desk.Check().Faults;
            List<string> expected = [.. faults.Select(Id)];
            expected.Remove(Id(first));
            Assert.DoesNotContain(left, fault => !expected.Remove(Id(fault)));
            faults = left;
        }

        Assert.Fail($"still there: {string.Join(' ', faults.Select(Id))}");
    }

    private static string Id(JsonElement finding) => finding.GetProperty("id").GetString()!;

    private static Desk Small(Desk desk, uint size)
    {
        desk.Tree.Node().Cells("reg", 8, 0x80000000, 0, size).Cells("record-size", 0x1000);
        return desk;
    }

    private static Desk Cpus(Desk desk, int count)
    {
        desk.Tree.Add(new TreeNode("cpus").Cells("#address-cells", 1).Cells("#size-cells", 0)
            .Add([.. Enumerable.Range(0, count).Select(cpu => new TreeNode($"cpu@{cpu:x}").Word("device_type", "cpu").Cells("reg", (uint)cpu))]));
        return desk;
    }
}
