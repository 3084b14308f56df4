using System.Text;
using Pstore.Kernel;
using Pstore.Ram;
using Pstore.Recovery;
using Pstore.Tests.Building;
using Pstore.Tests.Properties;
using Xunit;

namespace Pstore.Tests.Recovery;

/// <summary>What the kernel throws away, each kind once, in regions made for it.</summary>
public sealed class FullerViewTests
{
    private static readonly string s_text = string.Concat(Enumerable.Range(0, 40).Select(line => $"<6>[   12.{line:D6}] line {line} of what was logged\n"));

    [Fact]
    public void A_cleared_zone_still_has_its_dump()
    {
        foreach (Compressor compressor in (Compressor[])[Compressor.None, Compressor.Deflate])
        {
            RegionBuilder region = Region("6.1.192");
            StoredDump dump = region.Dump("Panic", 1, s_text, compressor, 1700000000, 5);
            region.Erase(region.Zone(BuiltZoneKind.Dmesg));
            RecoveredRecord record = Only(region, RecordOrigin.Cleared);
            Assert.Equal(Text(dump), Encoding.UTF8.GetString(record.Content.Span));
            Assert.Equal(1700000000, record.Time!.Value.Seconds);
        }
    }

    [Fact]
    public void A_cleared_console_still_has_its_text()
    {
        RegionBuilder region = Region("6.1.192");
        region.Console(s_text);
        region.Erase(region.Zone(BuiltZoneKind.Console));
        Assert.Equal(s_text, Encoding.UTF8.GetString(Only(region, RecordOrigin.Cleared).Content.Span));
    }

    [Fact]
    public void Behind_a_short_console_lies_the_boot_before()
    {
        RegionBuilder region = Region("6.1.192");
        region.Console(s_text);
        region.Boot();
        region.Console("short\n");
        RecoveredRegion found = Recover(region);
        Assert.Equal("short\n", Encoding.UTF8.GetString(found.Records.Single(record => record.Name == "console-ramoops-0").Content.Span));
        Assert.Equal(s_text["short\n".Length..], Encoding.UTF8.GetString(found.Records.Single(record => record.Origin == RecordOrigin.StaleTail).Content.Span));
    }

    [Fact]
    public void Old_kernels_append_dumps_and_each_is_a_record()
    {
        RegionBuilder region = Region("5.3.1");
        StoredDump first = region.Dump("Oops", 1, s_text, Compressor.Deflate, 1700000000, 5);
        region.Boot();
        StoredDump second = region.Dump("Panic", 1, s_text.ToUpperInvariant(), Compressor.Deflate, 1700009999, 5);
        RecoveredRegion found = Recover(region);
        Assert.Equal(Text(first), Encoding.UTF8.GetString(found.Records.Single(record => record.Name == "dmesg-ramoops-0").Content.Span));
        RecoveredRecord appended = found.Records.Single(record => record.Origin == RecordOrigin.Appended);
        Assert.Equal(Text(second), Encoding.UTF8.GetString(appended.Content.Span));
        Assert.Equal(1700009999, appended.Time!.Value.Seconds);
        Assert.Contains(found.Diagnostics, diagnostic => diagnostic.Id == DiagnosticId.AppendedDump);
    }

    [Fact]
    public void A_torn_ring_is_read_both_ways()
    {
        RegionBuilder region = Region("6.1.192");
        region.Console(s_text);
        Assert.True(Damage.TearUpdate(region, region.Zone(BuiltZoneKind.Console), 10));
        RecoveredRegion found = Recover(region);
        Assert.EndsWith(s_text, Encoding.UTF8.GetString(found.Records.Single(record => record.Name == "console-ramoops-0").Content.Span), StringComparison.Ordinal);
        Assert.StartsWith(s_text, Encoding.UTF8.GetString(found.Records.Single(record => record.Origin == RecordOrigin.Linear).Content.Span), StringComparison.Ordinal);
        Assert.Contains(found.Diagnostics, diagnostic => diagnostic.Id == DiagnosticId.TornUpdate);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Up_to_four_flipped_signature_bits_are_forgiven(int bits)
    {
        RegionBuilder region = Region("6.1.192");
        StoredDump dump = region.Dump("Panic", 1, s_text, Compressor.Deflate, 1700000000, 5);
        Damage.Flip(region.Bytes, [0, 1, 2, 3], bits, new Random(bits));
        int flipped = System.Numerics.BitOperations.PopCount(BitConverter.ToUInt32(region.Bytes) ^ ZoneHeader.BaseSignature);
        if (flipped > 4) BitConverter.GetBytes(ZoneHeader.BaseSignature ^ (0xFu >> (4 - bits))).CopyTo(region.Bytes, 0);
        RecoveredRecord record = Only(region, RecordOrigin.SignatureFlipped);
        Assert.Equal(Text(dump), Encoding.UTF8.GetString(record.Content.Span));
    }

    [Fact]
    public void A_lost_header_does_not_lose_the_record()
    {
        RegionBuilder region = Region("6.1.192");
        StoredDump dump = region.Dump("Panic", 1, s_text, Compressor.Deflate, 1700000000, 5);
        region.Console(s_text);
        Damage.ZeroHeader(region, region.Zone(BuiltZoneKind.Dmesg));
        region.Bytes.AsSpan(region.Zone(BuiltZoneKind.Console).Offset, 12).Fill(0xA5);
        RecoveredRegion found = Recover(region);
        RecoveredRecord[] lost = [.. found.Records.Where(record => record.Origin == RecordOrigin.HeaderLost)];
        Assert.Equal([ZoneKind.Dmesg, ZoneKind.Console], lost.Select(record => record.Kind));
        Assert.Equal(Text(dump), Encoding.UTF8.GetString(lost[0].Content.Span));
        Assert.Equal(s_text, Encoding.UTF8.GetString(lost[1].Content.Span));
    }

    [Fact]
    public void All_headers_lost_is_still_no_loss_of_dumps()
    {
        RegionBuilder region = Region("6.1.192");
        StoredDump dump = region.Dump("Panic", 1, s_text, Compressor.Deflate, 1700000000, 5);
        foreach (BuiltZone zone in region.Zones) Damage.ZeroHeader(region, zone);
        RecoveredRegion found = RegionRecovery.Recover(region.Bytes, RecoveryOptions.Nothing);
        Assert.Null(found.Layout);
        Assert.Equal(Text(dump), Encoding.UTF8.GetString(found.Records.First(record => record.Time != null).Content.Span));
    }

    [Fact]
    public void Behind_a_header_without_payload_the_kernel_shows_nothing_and_we_do()
    {
        RegionBuilder region = Region("6.1.192");
        region.RawDump("====1700000000.000005-D\n", []);
        region.Console(s_text);
        Assert.True(KernelVersion.TryParse("6.1.192", out KernelVersion kernel));
        Assert.Empty(KernelView.Read(region.Bytes, RegionCase.Parameters(region.Setup), new KernelViewOptions(kernel, kernel)).Files);
        RecoveredRecord record = Only(region, RecordOrigin.BehindScanEnd);
        Assert.Equal(s_text, Encoding.UTF8.GetString(record.Content.Span));
    }

    [Fact]
    public void A_trace_of_another_kernel_is_kept_apart()
    {
        RegionBuilder region = Region("6.1.192");
        for (uint call = 0; call < 20; call++) region.Ftrace(0, 0xffff800008010000 + (call * 16), 0xffff800008020000);
        Assert.True(KernelVersion.TryParse("6.1.190", out KernelVersion other));
        RecoveredRegion found = RegionRecovery.Recover(region.Bytes, RegionCase.AllKnown(region.Setup, other));
        RecoveredRecord record = found.Records.Single(candidate => candidate.Kind == ZoneKind.Ftrace);
        Assert.Equal(RecordOrigin.OtherKernel, record.Origin);
        Assert.Equal("6.1.192", record.TraceKernel.ToString());
        Assert.Equal(20, record.Content.Length / record.Trace!.Value.EntrySize);
    }

    [Fact]
    public void A_first_byte_like_white_space_is_put_back()
    {
        // A fixed-code block that begins with 'P' has 0x0B as its first byte.
        RegionBuilder region = Region("6.12.107");
        string text = "Panic#1 Part1\n";
        byte[] payload = FixedBlock(text);
        Assert.Equal(0x0B, payload[0]);
        region.RawDump("====1700000000.000005-C\n", payload);
        Assert.True(KernelVersion.TryParse("6.12.107", out KernelVersion kernel));
        PstoreFile shown = KernelView.Read(region.Bytes, RegionCase.Parameters(region.Setup), new KernelViewOptions(kernel, kernel)).Files[0];
        Assert.Equal("dmesg-ramoops-0.enc.z", shown.Name);
        Assert.Equal(payload.Length - 1, shown.Content.Length);
        RecoveredRegion found = Recover(region);
        Assert.Equal(text, Encoding.UTF8.GetString(found.Records[0].Content.Span));
        Assert.Contains(found.Diagnostics, diagnostic => diagnostic.Id == DiagnosticId.FirstByteSwallowed);
    }

    [Fact]
    public void Zones_beyond_the_image_are_named_and_the_others_read()
    {
        RegionBuilder region = Region("6.1.192");
        StoredDump dump = region.Dump("Panic", 1, s_text, Compressor.Deflate, 1700000000, 5);
        byte[] cut = region.Bytes[..(region.Zone(BuiltZoneKind.Console).Offset + 100)];
        RecoveredRegion found = RegionRecovery.Recover(cut, RegionCase.AllKnown(region.Setup, region.Kernel));
        Assert.Equal(Text(dump), Encoding.UTF8.GetString(found.Records[0].Content.Span));
        Assert.Equal(
            found.Layout!.Zones.Where(zone => zone.End > cut.Length).Select(zone => zone.Name),
            found.Diagnostics.Where(diagnostic => diagnostic.Id == DiagnosticId.ZoneOutsideImage).Select(diagnostic => diagnostic.Zone));
    }

    private static RegionBuilder Region(string kernel)
    {
        Assert.True(KernelVersion.TryParse(kernel, out KernelVersion version));
        var region = new RegionBuilder(new RegionSetup
        {
            Kernel = version,
            MemSize = 0x20000,
            RecordSize = 0x4000,
            ConsoleSize = 0x4000,
            PmsgSize = 0x1000,
            FtraceSize = 0x1000,
        });
        region.Fill(0);
        region.Boot();
        return region;
    }

    private static RecoveredRegion Recover(RegionBuilder region) =>
        RegionRecovery.Recover(region.Bytes, RegionCase.AllKnown(region.Setup, region.Kernel));

    private static RecoveredRecord Only(RegionBuilder region, RecordOrigin origin) =>
        Recover(region).Records.Single(record => record.Origin == origin);

    private static string Text(StoredDump dump) => Encoding.UTF8.GetString(dump.Compressed ? dump.Text! : dump.Payload);

    /// <summary>Deflate with the fixed codes of literals alone: 8 bits for 0–143, highest bit first, then 7 zero bits.</summary>
    private static byte[] FixedBlock(string text)
    {
        var bits = new List<int> { 1, 1, 0 };
        foreach (char character in text)
            for (int bit = 7; bit >= 0; bit--) bits.Add(((character + 0x30) >> bit) & 1);
        bits.AddRange(Enumerable.Repeat(0, 7));
        byte[] bytes = new byte[(bits.Count + 7) / 8];
        for (int i = 0; i < bits.Count; i++) bytes[i / 8] |= (byte)(bits[i] << (i % 8));
        return bytes;
    }
}
