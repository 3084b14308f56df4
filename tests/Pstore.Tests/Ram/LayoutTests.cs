using Pstore.Ram;
using Xunit;

namespace Pstore.Tests.Ram;

/// <summary>Zone maps that were measured on real kernels, and sums that the kernel refuses.</summary>
public sealed class LayoutTests
{
    [Theory]
    [InlineData("6.1.192", 0, 0x83ba, 0xf6fcc, 0xfefcc, -1)]
    [InlineData("5.10.223", 0x4000, 0x8198, 0xf2fd0, 0xfefd0, 0xfafd0)]
    [InlineData("6.1.192", 0x4000, 0x8198, 0xf2fd0, 0xfefd0, 0xfafd0)]
    [InlineData("6.12.107", 0x4000, 0x8198, 0xf2fd0, 0xfafd0, 0xfbfd0)]
    public void The_reference_region(string kernel, int ftraceSize, int stride, int console, int pmsg, int ftrace)
    {
        Assert.True(KernelVersion.TryParse(kernel, out KernelVersion version));
        RamoopsLayout layout = RamoopsLayout.Compute(new RamoopsParameters(0x100000, 0x8000, 0x8000, ftraceSize, 0x1000), version).Layout!;
        Assert.Equal(30, layout.Of(ZoneKind.Dmesg).Count());
        Assert.All(layout.Of(ZoneKind.Dmesg), zone => Assert.Equal((stride, zone.Index * stride), (zone.Size, zone.Offset)));
        Assert.Equal(console, layout.Of(ZoneKind.Console).Single().Offset);
        Assert.Equal(pmsg, layout.Of(ZoneKind.Pmsg).Single().Offset);
        Assert.Equal(ftrace, layout.Of(ZoneKind.Ftrace).SingleOrDefault()?.Offset ?? -1);
    }

    [Theory]
    [InlineData("6.6.9", 0x1155)]
    [InlineData("6.8.1", 0x1154)]
    public void Shared_slack_may_give_odd_sizes(string kernel, int size)
    {
        Assert.True(KernelVersion.TryParse(kernel, out KernelVersion version));
        RamoopsLayout layout = RamoopsLayout.Compute(new RamoopsParameters(0x8000, 0x1000, 0x400, 0x1000, 0x400), version).Layout!;
        Assert.All(layout.Of(ZoneKind.Dmesg), zone => Assert.Equal(size, zone.Size));
        Assert.Equal(6, layout.Of(ZoneKind.Dmesg).Count());
    }

    [Fact]
    public void Ftrace_zones_by_cpu_fall_short_of_their_size()
    {
        RamoopsLayout layout = RamoopsLayout.Compute(new RamoopsParameters(0x2f000, 0x4000, 0x2000, 0x1000, 0x1000, 0, 1, 6), new KernelVersion(6, 1, 60)).Layout!;
        Zone[] traces = [.. layout.Of(ZoneKind.Ftrace)];
        Assert.Equal(6, traces.Length);
        Assert.All(traces, zone => Assert.Equal(682, zone.Size));
        Assert.Equal(traces[0].Offset + 0x1000 - 4, layout.Of(ZoneKind.Pmsg).Single().Offset);
    }

    [Fact]
    public void Old_kernels_round_the_whole_region()
    {
        var parameters = new RamoopsParameters(0x18000, 0x2000, 0x1000, 0x1000, 0);
        Assert.Equal(0x10000, RamoopsLayout.Compute(parameters, new KernelVersion(3, 10, 4)).Layout!.Parameters.MemSize);
        Assert.Equal(0x18000, RamoopsLayout.Compute(parameters, new KernelVersion(3, 11, 0)).Layout!.Parameters.MemSize);
    }

    [Fact]
    public void Sizes_are_rounded_down_to_powers_of_two()
    {
        RamoopsParameters rounded = RamoopsLayout.Compute(new RamoopsParameters(0x100000, 0x8fff, 0x7000, 0x4001, 0x1fff), new KernelVersion(6, 12, 1)).Layout!.Parameters;
        Assert.Equal((0x8000, 0x4000, 0x4000, 0x1000), (rounded.RecordSize, rounded.ConsoleSize, rounded.FtraceSize, rounded.PmsgSize));
    }

    [Theory]
    [InlineData(0, 0x1000, 0x1000, 0, 0, 0, DiagnosticId.NoMemorySize)]
    [InlineData(0x10000, 0, 0, 0, 0, 0, DiagnosticId.NoZoneSizes)]
    [InlineData(0x10000, 0x1000, 0x10000, 0, 0x1000, 0, DiagnosticId.NoRoom)]
    [InlineData(0x10000, 0, 0x10000, 0, 0x1000, 0, DiagnosticId.NoRoom)]
    [InlineData(0x10000, 0x10000, 0x1000, 0, 0x1000, 0, DiagnosticId.RecordCountZero)]
    [InlineData(0x10000, 0x1000, 8, 0, 0, 0, DiagnosticId.ZoneTooSmall)]
    [InlineData(0x10000, 0x1000, 0x1000, 0, 0x1000, 128, DiagnosticId.EccTooLarge)]
    [InlineData(0x10000, 0x1000, 128, 0, 0x1000, 64, DiagnosticId.EccTooLarge)]
    public void Impossible_parameters_are_refused_with_their_sum(long mem, long record, long console, long ftrace, long pmsg, int ecc, DiagnosticId id)
    {
        LayoutResult result = RamoopsLayout.Compute(new RamoopsParameters(mem, record, console, ftrace, pmsg, ecc), new KernelVersion(6, 1, 192));
        Assert.Null(result.Layout);
        Assert.Equal(id, result.Error!.Id);
    }
}
