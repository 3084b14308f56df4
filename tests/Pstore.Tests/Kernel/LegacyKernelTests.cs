using System.Text;
using Pstore.Kernel;
using Pstore.Tests.Building;
using Pstore.Tests.Properties;
using Xunit;

namespace Pstore.Tests.Kernel;

/// <summary>Views of kernels from before there were real images to compare with: by the rules of the formats.</summary>
public sealed class LegacyKernelTests
{
    private const string Text = "<6>[    1.000000] a line that was logged\n<0>[    2.000000] Kernel panic - not syncing: test\n";

    [Theory]
    [InlineData("3.18.20", "dmesg-ramoops-0 console-ramoops ftrace-ramoops")]
    [InlineData("3.19.8", "dmesg-ramoops-0 console-ramoops-0 ftrace-ramoops-0")]
    [InlineData("4.9.45", "dmesg-ramoops-0 console-ramoops-0 ftrace-ramoops-0 pmsg-ramoops-0")]
    [InlineData("4.10.0", "dmesg-ramoops-0 console-ramoops-0 pmsg-ramoops-0 ftrace-ramoops-0")]
    [InlineData("6.1.192", "dmesg-ramoops-0 console-ramoops-0 pmsg-ramoops-0 ftrace-ramoops-0")]
    public void Names_and_order(string kernel, string names)
    {
        RegionBuilder region = Region(kernel);
        region.Dump("Panic", 1, Text, Compressor.None, 1700000000, 5);
        Assert.Equal(names.Split(' '), Files(region).Select(file => file.Name));
    }

    [Theory]
    [InlineData("3.11.0", Compressor.None, "dmesg-ramoops-0", "====")]
    [InlineData("3.13.10", Compressor.Zlib, "dmesg-ramoops-0.enc.z", "====")]
    [InlineData("3.18.20", Compressor.None, "dmesg-ramoops-0", "====")]
    [InlineData("3.19.8", Compressor.Zlib, "dmesg-ramoops-0", "Panic#1 Part1\n")]
    [InlineData("4.16.13", Compressor.Lz4, "dmesg-ramoops-0", "Panic#1 Part1\n")]
    [InlineData("4.19.13", Compressor.Zstd, "dmesg-ramoops-0", "Panic#1 Part1\n")]
    [InlineData("5.10.223", Compressor.Sw842, "dmesg-ramoops-0", "Panic#1 Part1\n")]
    [InlineData("6.4.6", Compressor.Lzo, "dmesg-ramoops-0", "Panic#1 Part1\n")]
    [InlineData("6.6.9", Compressor.Deflate, "dmesg-ramoops-0", "Panic#1 Part1\n")]
    public void What_a_dump_looks_like(string kernel, Compressor compressor, string name, string start)
    {
        RegionBuilder region = Region(kernel);

        // Varied enough for deflate to make codes of its own: with the fixed ones the first byte would pass for white space.
        string log = string.Concat(Enumerable.Range(0, 60).Select(line => $"<6>[{line,5}.{line * 7919 % 1000000:D6}] device {line * 31 % 97}: state {line * line:x}\n"));
        region.Dump("Panic", 1, log, compressor, 1700000000, 5);
        PstoreFile file = Files(region)[0];
        Assert.Equal(name, file.Name);
        Assert.StartsWith(start, Encoding.Latin1.GetString(file.Content.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4.1.5", "dmesg-ramoops-0 console-ramoops-0 ftrace-ramoops-0 pmsg-ramoops-0")]
    [InlineData("4.2.8", "dmesg-ramoops-0 dmesg-ramoops-7 console-ramoops-0 ftrace-ramoops-0 pmsg-ramoops-0")]
    public void Before_4_2_an_empty_zone_could_hide_later_dumps(string kernel, string names)
    {
        RegionBuilder region = Region(kernel);
        int zones = region.Zones.Count(zone => zone.Kind == BuiltZoneKind.Dmesg);
        Assert.True(zones > 7);
        for (int dump = 0; dump < 8; dump++) region.Dump("Oops", dump + 1, Text, Compressor.None, 1700000000 + dump, 5);
        for (int index = 1; index < 7; index++) region.Erase(region.Zone(BuiltZoneKind.Dmesg, index));
        Assert.Equal(names.Split(' '), Files(region).Select(file => file.Name));
    }

    [Theory]
    [InlineData("3.9.6", "")]
    [InlineData("3.10.4", "\nNo errors detected\n")]
    [InlineData("5.17.1", "\nNo errors detected\n")]
    [InlineData("5.19.0", "\nECC: No errors detected\n")]
    public void Ecc_notices(string kernel, string notice)
    {
        RegionBuilder region = Region(kernel, ecc: 16);
        region.Dump("Panic", 1, Text, Compressor.None, 1700000000, 5);
        PstoreFile console = Files(region).First(file => file.Name.StartsWith("console", StringComparison.Ordinal));
        Assert.EndsWith("console text\n" + notice, Encoding.Latin1.GetString(console.Content.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4.1.5", true)]
    [InlineData("4.2.8", false)]
    public void A_dump_without_a_header_line_was_shown_until_4_2(string kernel, bool shown)
    {
        RegionBuilder region = Region(kernel);
        region.RawDump("no header here", [1, 2, 3]);
        Assert.Equal(shown, Files(region).Any(file => file.Name == "dmesg-ramoops-0"));
    }

    [Theory]
    [InlineData("3.18.20", null)]
    [InlineData("4.19.13", 5)]
    [InlineData("5.4.49", 5000)]
    public void Microseconds_were_taken_for_nanoseconds(string kernel, int? nanoseconds)
    {
        RegionBuilder region = Region(kernel);
        region.Dump("Panic", 1, Text, Compressor.None, 1700000000, 5);
        PstoreFile file = Files(region)[0];
        Assert.Equal(1700000000, file.Time!.Value.Seconds);
        if (nanoseconds is { } wanted) Assert.Equal(wanted, file.Time.Value.Nanoseconds);
    }

    [Fact]
    public void A_reader_without_the_compressor_shows_packed_bytes()
    {
        RegionBuilder region = Region("6.1.192");
        region.Dump("Panic", 1, string.Concat(Enumerable.Repeat(Text, 20)), Compressor.Zstd, 1700000000, 5);
        foreach ((Pstore.Compression.CompressionKind? compressor, string name) in (ReadOnlySpan<(Pstore.Compression.CompressionKind?, string)>)
            [
                (null, "dmesg-ramoops-0"),
                (Pstore.Compression.CompressionKind.Zstd, "dmesg-ramoops-0"),
                (Pstore.Compression.CompressionKind.Deflate, "dmesg-ramoops-0.enc.z"),
                (Pstore.Compression.CompressionKind.None, "dmesg-ramoops-0.enc.z"),
            ])
        {
            var options = new KernelViewOptions(region.Kernel, region.Kernel, false, 8, compressor);
            Assert.Equal(name, KernelView.Read(region.Bytes, RegionCase.Parameters(region.Setup), options).Files[0].Name);
        }
    }

    [Fact]
    public void A_newer_reader_puts_zones_elsewhere_and_drops_the_trace()
    {
        RegionBuilder region = Region("6.1.192");
        region.Dump("Panic", 1, Text, Compressor.None, 1700000000, 5);
        Assert.True(KernelVersion.TryParse("6.12.107", out KernelVersion reader));
        string[] names = [.. KernelView.Read(region.Bytes, RegionCase.Parameters(region.Setup), new KernelViewOptions(reader, region.Kernel)).Files.Select(file => file.Name)];
        Assert.Equal(["dmesg-ramoops-0", "console-ramoops-0"], names);
    }

    private static RegionBuilder Region(string kernel, int ecc = 0)
    {
        Assert.True(KernelVersion.TryParse(kernel, out KernelVersion version));
        var region = new RegionBuilder(new RegionSetup
        {
            Kernel = version,
            MemSize = 0x20000,
            RecordSize = 0x2000,
            ConsoleSize = 0x2000,
            PmsgSize = 0x1000,
            FtraceSize = 0x1000,
            EccSize = ecc,
        });
        region.Fill(0);
        region.Boot();
        region.Console("console text\n");
        if (region.Has(BuiltZoneKind.Pmsg)) region.Pmsg("message"u8);
        region.Ftrace(0, 0xffffffff81000000, 0xffffffff81000010);
        return region;
    }

    private static IReadOnlyList<PstoreFile> Files(RegionBuilder region) =>
        KernelView.Read(region.Bytes, RegionCase.Parameters(region.Setup), new KernelViewOptions(region.Kernel, region.Kernel)).Files;
}
