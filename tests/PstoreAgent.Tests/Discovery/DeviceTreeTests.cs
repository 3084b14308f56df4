using PstoreAgent.Discovery;
using Xunit;

namespace PstoreAgent.Tests.Discovery;

/// <summary>Each tree is read twice, as folders and as a blob.</summary>
public sealed class DeviceTreeTests
{
    private static RegionCandidate[] Both(TreeNode root, string? kernel = "6.1.192")
    {
        using var live = new FakeMachine();
        using var flat = new FakeMachine();
        live.WithTree(root);
        flat.With("/board.dtb", root.ToBlob());
        if (kernel != null) live.WithKernel(kernel);
        if (kernel != null) flat.WithKernel(kernel);
        RegionCandidate[] found =
        [
            Assert.Single(live.Find().Candidates, candidate => candidate.Kind == DiscoverySource.DeviceTree),
            Assert.Single(flat.Find(new DiscoveryOptions { DtbFile = flat.FullName("/board.dtb") }).Candidates, candidate => candidate.Kind == DiscoverySource.DeviceTree),
        ];
        Assert.Equal(found[0] with { Origin = "", Zones = [] }, found[1] with { Origin = "", Zones = [] });
        return found;
    }

    private static RegionCandidate One(TreeNode root, string? kernel = "6.1.192") => Both(root, kernel)[0];

    [Fact]
    public void The_reference_node_gives_everything()
    {
        RegionCandidate[] found = Both(Trees.Board());
        Assert.Equal("/proc/device-tree/reserved-memory/ramoops@880000000", found[0].Origin);
        Assert.EndsWith("board.dtb: /reserved-memory/ramoops@880000000", found[1].Origin, StringComparison.Ordinal);
        RegionCandidate one = found[0];
        Assert.Equal((0x880000000UL, 0x100000L, 0x8000L, 0x8000L, 0L, 0x1000L), (one.Address!.Value, one.MemSize!.Value, one.RecordSize!.Value, one.ConsoleSize!.Value, one.FtraceSize!.Value, one.PmsgSize!.Value));
        Assert.Equal((16, 0u, false, null), (one.Ecc!.Value, one.Flags!.Value, one.NoMap!.Value, one.Ignored));
        Assert.Empty(one.Lacks);
        Assert.True(one.IsComplete);
    }

    [Fact]
    public void Properties_that_are_missing_are_zero_and_the_others_count()
    {
        TreeNode board = Trees.Board();
        board.Node().Without("pmsg-size").Without("ecc-size").Without("console-size").Cells("ftrace-size", 0x4000).Cells("flags", 1).Bytes("no-map").Bytes("unbuffered").Cells("mem-type", 2);
        RegionCandidate one = One(board);
        Assert.Equal((0x8000L, 0L, 0x4000L, 0L, 0, 1u, true), (one.RecordSize, one.ConsoleSize, one.FtraceSize, one.PmsgSize, one.Ecc, one.Flags, one.NoMap));
        Assert.Equal(0u, One(board, "4.9.200").Flags);
    }

    [Theory]
    [InlineData(1, 1, new uint[] { 0x8000000, 0x100000 }, 0x8000000UL)]
    [InlineData(2, 1, new uint[] { 8, 0x80000000, 0x100000 }, 0x880000000UL)]
    [InlineData(1, 2, new uint[] { 0x8000000, 0, 0x100000 }, 0x8000000UL)]
    [InlineData(3, 2, new uint[] { 0, 8, 0x80000000, 0, 0x100000 }, 0x880000000UL)]
    [InlineData(2, 2, new uint[] { 8, 0x80000000, 0, 0x100000, 9, 0, 0, 0x200000 }, 0x880000000UL)]
    public void Reg_is_read_in_the_cells_of_the_parent_and_its_first_entry_counts(uint addressCells, uint sizeCells, uint[] reg, ulong address)
    {
        TreeNode board = Trees.Board().Cells("#address-cells", addressCells).Cells("#size-cells", sizeCells);
        board.Reserved().Cells("#address-cells", addressCells).Cells("#size-cells", sizeCells);
        board.Node().Cells("reg", reg);
        RegionCandidate one = One(board);
        Assert.Equal((address, 0x100000L, null), (one.Address, one.MemSize, one.Ignored));
    }

    public static TheoryData<string, string, bool> Ignored => new()
    {
        { "no ranges", "/reserved-memory has no ranges", true },
        { "range", "it has \"range\"", true },
        { "address cells", "/reserved-memory has #address-cells 1, the root has 2", true },
        { "size cells", "/reserved-memory has #size-cells 1, the root has 2", true },
        { "no cells", "/reserved-memory has no #size-cells", true },
        { "disabled", "its status is \"disabled\"", true },
        { "no reg", "it has no reg", false },
        { "odd reg", "its reg has 12 bytes, which is no multiple of 16", false },
        { "size 0", "its reg has no size", false },
        { "no sizes", "it gives no zone a size", true },
        { "large", "its record-size is larger than 0x7fffffff", true },
        { "short", "its ecc-size has 2 bytes", true },
        { "old kernel", "kernels before 4.8 don't look for such nodes, and this is 4.4.302", true },
    };

    [Theory]
    [MemberData(nameof(Ignored))]
    public void What_the_kernel_ignores_is_said_with_the_reason(string mistake, string reason, bool readable)
    {
        TreeNode board = Trees.Board(), reserved = board.Reserved(), node = board.Node();
        switch (mistake)
        {
            case "no ranges": reserved.Without("ranges"); break;
            case "range": reserved.Without("ranges").Bytes("range"); break;
            case "address cells": reserved.Cells("#address-cells", 1); node.Cells("reg", 0x80000000, 0, 0x100000); break;
            case "size cells": reserved.Cells("#size-cells", 1); node.Cells("reg", 8, 0x80000000, 0x100000); break;
            case "no cells": reserved.Without("#size-cells"); break;
            case "disabled": node.Word("status", "disabled"); break;
            case "no reg": node.Without("reg"); break;
            case "odd reg": node.Cells("reg", 8, 0x80000000, 0x100000); break;
            case "size 0": node.Cells("reg", 8, 0x80000000, 0, 0); break;
            case "no sizes": node.Without("record-size").Without("console-size").Without("pmsg-size").Cells("ftrace-size", 0); break;
            case "large": node.Cells("record-size", 0x80000000); break;
            case "short": node.Bytes("ecc-size", 0, 16); break;
        }

        RegionCandidate one = One(board, mistake == "old kernel" ? "4.4.302" : "6.1.192");
        Assert.Contains(reason, one.Ignored, StringComparison.Ordinal);
        Assert.False(one.IsComplete);
        Assert.Equal(readable, one.HasRegion);
    }

    [Fact]
    public void The_status_of_the_folder_of_nodes_is_not_looked_at()
    {
        TreeNode board = Trees.Board();
        board.Reserved().Word("status", "disabled");
        Assert.Null(One(board, "6.1.192").Ignored);
    }

    [Theory]
    [InlineData("ok")]
    [InlineData("okay")]
    public void A_status_that_says_so_is_no_reason(string status)
    {
        TreeNode board = Trees.Board();
        board.Node().Word("status", status);
        Assert.Null(One(board).Ignored);
    }

    [Fact]
    public void A_node_is_found_wherever_it_is_and_its_bus_translates()
    {
        TreeNode bus = new TreeNode("soc").Cells("#address-cells", 1).Cells("#size-cells", 1).Cells("ranges", 0x10000000, 8, 0x80000000, 0x200000)
            .Add(new TreeNode("oops@10001000").Bytes("compatible", "vendor,x\0RamOops\0"u8.ToArray()).Cells("reg", 0x10001000, 0x10000).Cells("record-size", 0x1000).Cells("pmsg-size", 0x1000));
        RegionCandidate one = One(new TreeNode("").Cells("#address-cells", 2).Cells("#size-cells", 2).Add(bus));
        Assert.Equal((0x880001000UL, 0x10000L, null), (one.Address, one.MemSize, one.Ignored));

        bus.Without("ranges");
        one = One(new TreeNode("").Cells("#address-cells", 2).Cells("#size-cells", 2).Add(bus));
        Assert.Equal((null, "/soc has no ranges"), (one.Address, one.Ignored));

        bus.Cells("ranges", 0x20000000, 8, 0x80000000, 0x200000);
        one = One(new TreeNode("").Cells("#address-cells", 2).Cells("#size-cells", 2).Add(bus));
        Assert.Equal((null, "the ranges of /soc don't have 0x10001000"), (one.Address, one.Ignored));
    }

    [Theory]
    [InlineData("5.3.1", 0x20000L)]
    [InlineData("5.2.21", 0L)]
    [InlineData(null, null)]
    public void Old_Chromebooks_get_console_and_pmsg_from_newer_kernels(string? kernel, long? size)
    {
        TreeNode node = new TreeNode("ramoops").Word("compatible", "ramoops").Cells("reg", 0, 0x4000000, 0, 0x100000).Cells("record-size", 0x20000);
        TreeNode root = new TreeNode("").Cells("#address-cells", 2).Cells("#size-cells", 2).Add(node);
        RegionCandidate one = One(root, kernel);
        Assert.Equal((0x20000L, size, size, 0L), (one.RecordSize, one.ConsoleSize, one.PmsgSize, one.FtraceSize));

        // Any other size ends the exception.
        node.Cells("ecc-size", 16);
        Assert.Equal(0L, One(root, kernel).ConsoleSize);
    }

    [Fact]
    public void In_reserved_memory_there_is_no_such_exception()
    {
        TreeNode board = Trees.Board();
        board.Node().Without("console-size").Without("pmsg-size").Without("ecc-size");
        Assert.Equal(0L, One(board, "6.1").ConsoleSize);
    }

    [Fact]
    public void Several_nodes_are_several_candidates_and_the_honoured_one_is_chosen()
    {
        TreeNode board = Trees.Board();
        board.Reserved().Add(Trees.Ramoops().Cells("reg", 8, 0xA0000000, 0, 0x100000).Word("status", "disabled").Rename("ramoops@8a0000000"));
        using var machine = new FakeMachine();
        DiscoveryResult result = machine.WithTree(board).Find();
        Assert.Equal(2, result.Candidates.Count);
        Assert.Equal(0x880000000UL, result.Chosen!.Address);
        Assert.Contains(result.Diagnostics, note => note is { Id: Pstore.DiagnosticId.RegionIgnored, Severity: Pstore.Severity.Note } && note.Message.Contains("8a0000000", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_the_link_in_proc_the_tree_in_sys_is_taken()
    {
        using var machine = new FakeMachine();
        Trees.Board().WriteBelow(machine.FullName("/sys/firmware/devicetree/base"));
        Assert.StartsWith("/sys/firmware/devicetree/base/reserved-memory/", machine.Find().Chosen!.Origin, StringComparison.Ordinal);
    }
}
