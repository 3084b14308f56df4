using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Recovery;
using Pstore.Tests.Building;
using Pstore.Tests.Properties;
using Xunit;

namespace Pstore.Tests.Recovery;

/// <summary>What the machine says of a region, against the headers in it.</summary>
public sealed class ExpectationTests
{
    private const string Origin = "/proc/device-tree/reserved-memory/ramoops@880000000";

    private static readonly KnownParameters s_true = new(null, 0x4000, 0x4000, 0x1000, 0x1000, 0, 0, 1);

    [Fact]
    public void Sizes_that_fit_are_followed_without_a_word()
    {
        RecoveredRegion found = Recover(Region().Bytes, s_true);
        Assert.Equal(Certainty.Given, found.Certainties["record_size"]);
        Assert.DoesNotContain(found.Diagnostics, IsAboutExpectations);
        Assert.Contains(found.Records, record => record.Name == "console-ramoops-0");
    }

    [Theory]
    [InlineData(0x2000, 0x4000, 0x1000)]
    [InlineData(0x4000, 0x8000, 0x1000)]
    [InlineData(0x4000, 0x4000, 0x4000)]
    public void Sizes_that_contradict_the_headers_give_way(int record, int console, int pmsg)
    {
        RegionBuilder region = Region();
        RecoveredRegion found = Recover(region.Bytes, s_true with { RecordSize = record, ConsoleSize = console, PmsgSize = pmsg });
        Diagnostic said = Assert.Single(found.Diagnostics, IsAboutExpectations);
        Assert.Equal((DiagnosticId.ExpectationContradicted, Severity.Warning), (said.Id, said.Severity));
        Assert.Contains(Origin, said.Message, StringComparison.Ordinal);
        Assert.Equal(RegionCase.Map(region), RegionCase.Map((RamoopsLayout)found.Layout!));
    }

    [Fact]
    public void What_the_user_says_stays_where_the_machine_is_wrong()
    {
        var options = new RecoveryOptions(new KnownParameters(null, EccSize: 0, Flags: 0), null, new ExpectedParameters(s_true with { RecordSize = 0x2000, EccSize = 16 }, Origin));
        RecoveredRegion found = RegionRecovery.Recover(Region().Bytes, options);
        Assert.Equal((0, Certainty.Given), (((RamoopsLayout)found.Layout!).Parameters.EccSize, found.Certainties["ecc"]));
    }

    [Theory]
    [InlineData("01-one-panic", 16, 0)]
    [InlineData("01-one-panic", 127, 0)]
    [InlineData("05-ftrace", 1, 0)]
    [InlineData("07-ecc16-clean", 0, 16)]
    [InlineData("07-ecc16-clean", 8, 16)]
    [InlineData("08a-ecc16-corrupt", 0, 16)]
    [InlineData("08a-ecc16-corrupt", 32, 16)]
    public void A_parity_that_no_header_has_gives_way(string name, int expected, int written)
    {
        var capture = new Capture(name);
        KnownParameters sizes = Sizes(capture) with { EccSize = expected };
        RecoveredRegion found = Recover(capture.Region, sizes), right = Recover(capture.Region, sizes with { EccSize = written });
        Assert.Equal(written, ((RamoopsLayout)found.Layout!).Parameters.EccSize);
        Assert.Equal(DiagnosticId.ExpectationContradicted, Assert.Single(found.Diagnostics, IsAboutExpectations).Id);
        Assert.DoesNotContain(right.Diagnostics, IsAboutExpectations);
        Assert.Equal(right.Records.Select(record => (record.Name, record.Content.Length, record.Ecc)), found.Records.Select(record => (record.Name, record.Content.Length, record.Ecc)));
    }

    [Fact]
    public void A_parity_is_believed_where_one_whole_header_has_it_or_none_is_whole()
    {
        var capture = new Capture("07-ecc16-clean");
        byte[] region = [.. capture.Region];
        RecoveredRegion found = Recover(region, Sizes(capture));
        foreach (Zone zone in found.Layout!.Zones.Skip(1)) region.AsSpan(zone.End - 16, 16).Clear();
        Assert.DoesNotContain(Recover(region, Sizes(capture)).Diagnostics, IsAboutExpectations);
        foreach (Zone zone in found.Layout.Zones) region.AsSpan(zone.Offset, 4).Clear();
        Assert.Equal(16, ((RamoopsLayout)Recover(region, Sizes(capture)).Layout!).Parameters.EccSize);
    }

    [Fact]
    public void Sizes_without_any_header_are_a_layout_that_nothing_confirms()
    {
        RecoveredRegion found = Recover(new byte[0x20000], s_true with { Running = Version("6.1.192") });
        Assert.Contains(found.Diagnostics, note => note.Id == DiagnosticId.LayoutUnconfirmed && note.Message.Contains(Origin, StringComparison.Ordinal));
        Assert.Equal(RegionCase.Map(Region()), RegionCase.Map((RamoopsLayout)found.Layout!));
        Assert.Empty(found.Records);
    }

    [Fact]
    public void Some_sizes_without_any_header_are_no_layout()
    {
        RecoveredRegion found = Recover(new byte[0x20000], s_true with { PmsgSize = null });
        Assert.Null(found.Layout);
        Assert.DoesNotContain(found.Diagnostics, IsAboutExpectations);
    }

    [Theory]
    [InlineData("4.19.300")]
    [InlineData("6.12.1")]
    public void The_running_kernel_settles_what_no_header_does(string running)
    {
        // Kernels differ in whether pmsg or ftrace comes last.
        KernelVersion kernel = Version(running);
        RecoveredRegion found = Recover(new byte[0x20000], s_true with { Running = kernel });
        Assert.Equal(RegionCase.Map(Region(running)), RegionCase.Map((RamoopsLayout)found.Layout!));
        Assert.NotEqual(RegionCase.Map(Region("4.19.300")), RegionCase.Map(Region("6.12.1")));
    }

    private static bool IsAboutExpectations(Diagnostic note) => note.Id is DiagnosticId.ExpectationContradicted or DiagnosticId.LayoutUnconfirmed;

    private static RecoveredRegion Recover(byte[] bytes, KnownParameters expected) => RegionRecovery.Recover(
        bytes, new RecoveryOptions(new KnownParameters(bytes.Length, Running: expected.Running), null, new ExpectedParameters(expected with { Running = null }, Origin)));

    private static KnownParameters Sizes(Capture capture) => new(
        null, capture.Parameters.RecordSize, capture.Parameters.ConsoleSize, capture.Parameters.FtraceSize, capture.Parameters.PmsgSize,
        capture.Parameters.EccSize, capture.Parameters.Flags, capture.Parameters.Cpus);

    private static RegionBuilder Region(string kernel = "6.1.192")
    {
        var region = new RegionBuilder(new RegionSetup { Kernel = Version(kernel), MemSize = 0x20000, RecordSize = 0x4000, ConsoleSize = 0x4000, PmsgSize = 0x1000, FtraceSize = 0x1000 });
        region.Boot();
        region.Dump("Panic", 1, "<6>[    1.000000] a line\n", Compressor.Deflate, 1700000000, 5);
        region.Console("[    1.000000] a line\n");
        region.Pmsg("message\n"u8);
        return region;
    }

    private static KernelVersion Version(string text)
    {
        Assert.True(KernelVersion.TryParse(text, out KernelVersion version));
        return version;
    }
}
