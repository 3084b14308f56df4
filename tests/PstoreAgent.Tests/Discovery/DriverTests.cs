using System.Globalization;
using System.Text;
using Pstore;
using Pstore.Ram;
using PstoreAgent.Discovery;
using Xunit;

namespace PstoreAgent.Tests.Discovery;

public sealed class DriverTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    /// <summary>The reference region as a bound driver shows it outside all memory, or inside "reserved".</summary>
    private static string ZoneLines(string indent, string dmesg = "ramoops:dmesg({0}/{1})", int records = 30, int ftrace = 0)
    {
        var text = new StringBuilder("40000000-5fffffff : System RAM\n");
        if (indent.Length > 0) text.Append("880000000-8800fffff : reserved\n");
        ulong at = 0x880000000;
        for (int i = 0; i < records; i++) Add(0x83ba, string.Format(CultureInfo.InvariantCulture, dmesg, i, records - 1));
        Add(0x8000, "ramoops:console");
        for (int i = 0; i < ftrace; i++) Add(0xAAA, ftrace == 1 ? "ramoops:ftrace" : $"ramoops:ftrace({i}/{ftrace - 1})");
        Add(0x1000, "ramoops:pmsg");
        return text.ToString();

        void Add(ulong size, string label)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}{at:x}-{at + size - 1:x} : {label}\n");
            at += size;
        }
    }

    private static readonly (string, string)[] s_parameters =
    [
        ("mem_address", "36507222016"), ("mem_size", "1048576"), ("record_size", "32768"), ("console_size", "32768"), ("ftrace_size", "0"),
        ("pmsg_size", "4096"), ("ecc", "0"), ("max_reason", "-1"), ("mem_type", "0"), ("dump_oops", "-1"), ("mem_name", "(null)"),
    ];

    [Theory]
    [InlineData("", "ramoops:dmesg({0}/{1})")]
    [InlineData("  ", "ramoops:dmesg({0}/{1})")]
    [InlineData("", "ramoops:dump({0}/{1})")]
    public void Zone_lines_and_parameters_together_are_exact(string indent, string dmesg)
    {
        RegionCandidate driver = _machine.With("/proc/iomem", ZoneLines(indent, dmesg)).WithParameters(s_parameters).Find().Candidates[0];
        Assert.Equal(DiscoverySource.Driver, driver.Kind);
        Assert.Equal((0x880000000UL, 0x100000L, 0x8000L, 0x8000L, 0L, 0x1000L), (driver.Address, driver.MemSize, driver.RecordSize, driver.ConsoleSize, driver.FtraceSize, driver.PmsgSize));
        Assert.Equal(32, driver.Zones.Count);
        Assert.Equal(new IomemZone(ZoneKind.Dmesg, 29, 30, 0x880000000 + (29 * 0x83ba), 0x83ba), driver.Zones[29]);
        Assert.Equal(new IomemZone(ZoneKind.Console, 0, 1, 0x8800f6fcc, 0x8000), driver.Zones[30]);
        Assert.Equal(["ecc", "flags"], driver.Lacks);
        Assert.Contains("/proc/iomem and /sys/module", driver.Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void Zone_lines_alone_give_the_sizes()
    {
        DiscoveryResult result = _machine.With("/proc/iomem", ZoneLines("", records: 1, ftrace: 6).Replace("(0/0)", "", StringComparison.Ordinal)).Find();
        RegionCandidate driver = result.Chosen!;
        Assert.Equal((0x8000L, 0x8000L, 0x4000L, 0x1000L), (driver.RecordSize, driver.ConsoleSize, driver.FtraceSize, driver.PmsgSize));
        Assert.Equal((1u, 6), (driver.Flags, driver.Cpus));
        Assert.Equal(0x83ba + 0x8000 + (6 * 0xAAA) + 0x1000, driver.MemSize);
        Assert.Contains(result.Diagnostics, note => note.Message.Contains("is what the zones in /proc/iomem take", StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_of_old_kernels_tell_places_only()
    {
        RegionCandidate driver = _machine.With("/proc/iomem", "880000000-880000fff : persistent_ram\n880001000-880001fff : persistent_ram\n").Find().Chosen!;
        Assert.Equal((0x880000000UL, 0x2000L, null), (driver.Address, driver.MemSize, driver.RecordSize));
        Assert.Equal([null, null], driver.Zones.Select(zone => zone.Kind));
    }

    [Fact]
    public void Parameters_alone_will_do()
    {
        RegionCandidate driver = _machine.WithParameters(s_parameters).Find().Chosen!;
        Assert.Equal((0x880000000UL, 0x100000L, "/sys/module/ramoops/parameters"), (driver.Address, driver.MemSize, driver.Origin));
        Assert.Empty(driver.Zones);
    }

    [Theory]
    [InlineData("0", "6.1.192", null)]
    [InlineData("0", "6.17.9", null)]
    [InlineData("0", "6.18.0", 0)]
    [InlineData("1", "6.1.192", 16)]
    [InlineData("32", "6.1.192", 32)]
    [InlineData("-5", "6.18.0", null)]
    [InlineData("0", null, null)]
    public void Ecc_0_says_something_in_newer_kernels_only(string parameter, string? kernel, int? ecc)
    {
        if (kernel != null) _machine.WithKernel(kernel);
        Assert.Equal(ecc, _machine.WithParameters(s_parameters).WithParameters(("ecc", parameter)).Find().Chosen!.Ecc);
    }

    [Theory]
    [InlineData("mem_size", "0")]
    [InlineData("mem_size", "-1")]
    [InlineData("mem_size", "99999999999999999999")]
    [InlineData("mem_address", "x")]
    public void A_driver_without_a_region_is_none(string name, string value) =>
        Assert.Empty(_machine.WithParameters(s_parameters).WithParameters((name, value)).Find().Candidates);

    [Fact]
    public void What_the_driver_does_not_tell_comes_from_the_node_and_is_said()
    {
        TreeNode board = Trees.Board();
        board.Node().Cells("flags", 1);
        DiscoveryResult result = _machine.WithTree(board).WithKernel("6.1.192").With("/sys/devices/system/cpu/possible", "0-3\n").WithParameters(s_parameters).Find();
        Assert.Equal((DiscoverySource.Driver, 16, 1u, false, 4), (result.Chosen!.Kind, result.Chosen.Ecc, result.Chosen.Flags, result.Chosen.NoMap, result.Chosen.Cpus));
        Diagnostic note = Assert.Single(result.Diagnostics, note => note.Id == DiagnosticId.ParametersFrom);
        Assert.StartsWith("ecc 16, flags 1 from /proc/device-tree/reserved-memory/ramoops@880000000", note.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Diagnostics, note => note.Id == DiagnosticId.SourcesDisagree);
        Assert.Null(result.Candidates[0].Ecc);
    }

    [Fact]
    public void A_node_with_another_address_fills_nothing_in()
    {
        TreeNode board = Trees.Board();
        board.Node().Cells("reg", 8, 0x80100000, 0, 0x100000);
        DiscoveryResult result = _machine.WithTree(board).WithParameters(s_parameters).Find();
        Assert.Null(result.Chosen!.Ecc);
        Diagnostic note = Assert.Single(result.Diagnostics, note => note.Id == DiagnosticId.SourcesDisagree);
        Assert.Contains("mem_address 0x880000000 in /sys/module/ramoops/parameters, but 0x880100000 in /proc", note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_that_round_to_the_same_do_not_disagree_and_others_do()
    {
        TreeNode board = Trees.Board();
        board.Node().Cells("record-size", 0x9000).Cells("pmsg-size", 0x2000);
        Diagnostic note = Assert.Single(_machine.WithTree(board).WithParameters(s_parameters).Find().Diagnostics, note => note.Id == DiagnosticId.SourcesDisagree);
        Assert.Contains("pmsg_size 0x1000 in /sys/module/ramoops/parameters, but pmsg_size 0x2000 in", note.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("record_size", note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_rights_it_says_what_needs_root()
    {
        DiscoveryResult result = _machine.With("/proc/iomem", "00000000-00000000 : System RAM\n").Find();
        Assert.Null(result.Chosen);
        Diagnostic note = Assert.Single(result.Diagnostics, note => note.Id == DiagnosticId.SourceRefused);
        Assert.Equal((Severity.Warning, "only root can read /proc/iomem"), (note.Severity, note.Message));
    }
}
