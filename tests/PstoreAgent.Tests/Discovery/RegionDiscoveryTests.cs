using System.Text;
using Pstore;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Facts;
using Xunit;

namespace PstoreAgent.Tests.Discovery;

/// <summary>Who is believed, and what is said.</summary>
public sealed class RegionDiscoveryTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void The_order_of_belief()
    {
        // Each source names another place, and from behind each new one wins.
        ulong Chosen(DiscoveryOptions? options = null) => _machine.WithKernel("6.1.192").Find(options).Chosen!.Address!.Value;
        _machine.With("/dmesg", "ramoops: using 0x100000@0x50000000, ecc: 0\n");
        Assert.Equal(0x50000000UL, Chosen());
        _machine.With("/proc/cmdline", "ramoops.mem_address=0x60000000 ramoops.mem_size=0x100000\n");
        Assert.Equal(0x60000000UL, Chosen());
        _machine.WithTree(Trees.Board());
        Assert.Equal(0x880000000UL, Chosen());
        _machine.WithParameters(("mem_address", "2147483648"), ("mem_size", "1048576"));
        Assert.Equal(0x80000000UL, Chosen());
        Assert.Equal(0x90000000UL, Chosen(new DiscoveryOptions { MemAddress = 0x90000000, MemSize = 4096 }));

        DiscoveryResult result = _machine.Find();
        Assert.Equal(
            [DiscoverySource.Driver, DiscoverySource.DeviceTree, DiscoverySource.CommandLine, DiscoverySource.KernelLog],
            result.Candidates.Select(candidate => candidate.Kind));
        Assert.Equal(3, result.Diagnostics.Count(note => note is { Id: DiagnosticId.SourcesDisagree, Severity: Severity.Warning }));
    }

    [Fact]
    public void Nothing_is_found_where_nothing_is()
    {
        DiscoveryResult result = _machine.Find();
        Assert.Null(result.Chosen);
        Assert.Empty(result.Candidates);
        Assert.Empty(result.Diagnostics);
    }

    [Fact]
    public void An_address_from_the_user_is_the_only_one_to_be_read()
    {
        _machine.WithTree(Trees.Board());
        DiscoveryResult result = _machine.Find(new DiscoveryOptions { MemAddress = 0x12340000 });
        Assert.Null(result.Chosen);
        Assert.Contains(result.Diagnostics, note => note.Id == DiagnosticId.RegionIncomplete && note.Message == "no mem_size in the options given; give --mem-size too");
    }

    [Fact]
    public void An_address_from_the_user_is_completed_by_the_node_there()
    {
        DiscoveryResult result = _machine.WithTree(Trees.Board()).Find(new DiscoveryOptions { MemAddress = 0x880000000, Ecc = 0 });
        Assert.Equal((DiscoverySource.Options, 0x100000L, 0x8000L, 0), (result.Chosen!.Kind, result.Chosen.MemSize, result.Chosen.RecordSize, result.Chosen.Ecc));
        Assert.Contains(result.Diagnostics, note => note.Id == DiagnosticId.ParametersFrom && note.Message.StartsWith("mem_size 0x100000, record_size 0x8000", StringComparison.Ordinal));
        Assert.Contains(result.Diagnostics, note => note.Id == DiagnosticId.SourcesDisagree && note.Message.Contains("ecc 0 in the options given, but ecc 16 in", StringComparison.Ordinal));
    }

    [Fact]
    public void Sizes_from_the_user_count_wherever_the_region_is()
    {
        DiscoveryResult result = _machine.WithTree(Trees.Board()).Find(new DiscoveryOptions { RecordSize = 0x4000, Cpus = 8 });
        Assert.Equal((DiscoverySource.DeviceTree, 0x4000L, 0x8000L, 8), (result.Chosen!.Kind, result.Chosen.RecordSize, result.Chosen.ConsoleSize, result.Chosen.Cpus));
        Diagnostic note = Assert.Single(result.Diagnostics);
        Assert.StartsWith("record_size 0x4000 in the options given, but record_size 0x8000 in /proc/device-tree", note.Message, StringComparison.Ordinal);
        Assert.Equal(0x4000, result.Chosen.ToKnown(null).RecordSize);
    }

    [Fact]
    public void A_node_that_the_kernel_ignores_is_read_when_nothing_else_is_there()
    {
        TreeNode board = Trees.Board();
        board.Reserved().Without("ranges").Bytes("range");
        DiscoveryResult result = _machine.WithTree(board).Find();
        Assert.Equal(0x880000000UL, result.Chosen!.Address);
        Diagnostic note = Assert.Single(result.Diagnostics);
        Assert.Equal((DiagnosticId.RegionIgnored, Severity.Warning), (note.Id, note.Severity));
        Assert.Contains("has no ranges (it has \"range\", which means nothing); it is read all the same", note.Message, StringComparison.Ordinal);

        result = _machine.With("/proc/cmdline", "ramoops.mem_address=0x60000000 ramoops.mem_size=0x100000\n").Find();
        Assert.Equal(0x60000000UL, result.Chosen!.Address);
        Assert.All(result.Diagnostics, said => Assert.Equal(Severity.Note, said.Severity));
    }

    [Theory]
    [InlineData("40000000-5fffffff : System RAM\n", false)]
    [InlineData("878000000-887ffffff : System RAM\n", true)]
    [InlineData("878000000-887ffffff : System RAM\n  880000000-8800fffff : reserved\n", true)]
    [InlineData("880000000-8800fffff : reserved\n", true)]
    [InlineData("880000000-88007ffff : reserved\n", false)]
    [InlineData("800000000-8ffffffff : PCI Bus 0000:00\n", false)]
    [InlineData("878000000-887ffffff : System RAM\n  880000000-8800fffff : Kernel data\n", false)]
    public void The_reference_region_needs_memory_in_iomem(string iomem, bool tried)
    {
        DiscoveryResult result = _machine.With("/proc/iomem", iomem).Find();
        Assert.Equal(tried ? DiscoverySource.Reference : null, result.Chosen?.Kind);
        if (!tried) Assert.Empty(result.Candidates);
        else Assert.Contains(result.Diagnostics, note => note.Id == DiagnosticId.ReferenceRegion);
    }

    [Theory]
    [InlineData("memory", true)]
    [InlineData("short memory", false)]
    [InlineData("reserved", true)]
    [InlineData("elsewhere", false)]
    public void Or_memory_in_the_device_tree(string kind, bool tried)
    {
        TreeNode board = new TreeNode("").Cells("#address-cells", 2).Cells("#size-cells", 2);
        TreeNode reserved = new TreeNode("reserved-memory").Cells("#address-cells", 2).Cells("#size-cells", 2).Bytes("ranges");
        if (kind == "memory") board.Add(new TreeNode("memory").Word("device_type", "memory").Cells("reg", 0, 0, 0, 0x1000, 8, 0x78000000, 0, 0x10000000));
        if (kind == "short memory") board.Add(new TreeNode("memory").Word("device_type", "memory").Cells("reg", 8, 0x78000000, 0, 0x80FFFFF));
        if (kind == "reserved") board.Add(reserved.Add(new TreeNode("log").Cells("reg", 8, 0x80000000, 0, 0x100000)));
        if (kind == "elsewhere") board.Add(new TreeNode("device").Cells("reg", 8, 0x80000000, 0, 0x100000));
        Assert.Equal(tried ? DiscoverySource.Reference : null, _machine.WithTree(board).Find().Chosen?.Kind);
    }

    [Fact]
    public void Or_the_users_word_and_everything_else_comes_first()
    {
        RegionCandidate reference = _machine.Find(new DiscoveryOptions { ProbeReference = true }).Chosen!;
        Assert.Equal((0x880000000UL, 0x100000L, "the reference region (--probe-reference)"), (reference.Address, reference.MemSize, reference.Origin));
        _machine.With("/dmesg", "ramoops: using 0x100000@0x50000000, ecc: 0\n");
        Assert.Equal(DiscoverySource.KernelLog, _machine.Find(new DiscoveryOptions { ProbeReference = true }).Chosen!.Kind);
    }

    [Fact]
    public void Another_log_can_be_given()
    {
        DiscoveryResult result = RegionDiscovery.Find(new DiscoveryOptions { Root = _machine.Path }, new OneLog("ramoops: using 0x1000@0x2000, ecc: 0\n"));
        Assert.Equal(0x2000UL, result.Chosen!.Address);
    }

    [Fact]
    public void This_machine_can_be_asked() => Assert.NotNull(RegionDiscovery.Find(new DiscoveryOptions()).Machine.RunningKernel);

    private sealed class OneLog(string log) : IKernelLog
    {
        public ReadState Read(out byte[] text)
        {
            text = Encoding.ASCII.GetBytes(log);
            return ReadState.Read;
        }
    }
}
