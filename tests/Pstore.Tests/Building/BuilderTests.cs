using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Xunit;

namespace Pstore.Tests.Building;

/// <summary>The builder checked against numbers of the real kernel code, and against itself.</summary>
public class BuilderTests
{
    [Theory]
    [InlineData("6.1.176", 0x10000, 0x2000, 0x1000, 0x1000, 0x1000, 0, true, 2, "d6*8874@0:8862 c1*4096@53244:4084 f2*2048@57340:2036 p1*4096@61436:4084")]
    [InlineData("4.19.13", 0x10000, 0x2000, 0x1000, 0x1000, 0x1000, 0, true, 2, "d6*8874@0:8862 c1*4096@53244:4084 f2*2048@57340:2036 p1*4096@61436:4084")]
    [InlineData("6.12.107", 0x10000, 0x2000, 0x1000, 0x1000, 0x1000, 0, true, 2, "d6*8874@0:8862 c1*4096@53244:4084 p1*4096@57340:4084 f2*2048@61436:2036")]
    [InlineData("5.10.223", 0x10000, 0x2000, 0x1000, 0x1000, 0x1000, 16, true, 2, "d6*8874@0:7854 c1*4096@53244:3604 f2*2048@57340:1780 p1*4096@61436:3604")]
    [InlineData("7.3.0", 0x10000, 0x2000, 0x1000, 0x1000, 0x1000, 16, true, 2, "d6*8874@0:7854 c1*4096@53244:3604 p1*4096@57340:3604 f2*2048@61436:1780")]
    [InlineData("5.4.49", 0x10000, 0x2000, 0x1000, 0x1000, 0x1000, 0, false, 2, "d6*8874@0:8862 c1*4096@53244:4084 f1*4096@57340:4084 p1*4096@61436:4084")]
    [InlineData("6.1.176", 0x2F000, 0x4000, 0x2000, 0x1000, 0x1000, 0, true, 6, "d10*17612@0:17600 c1*8192@176120:8180 f6*682@184312:670 p1*4096@188404:4084")]
    [InlineData("6.12.107", 0x2F000, 0x4000, 0x2000, 0x1000, 0x1000, 0, true, 6, "d10*17612@0:17600 c1*8192@176120:8180 p1*4096@184312:4084 f6*682@188408:670")]
    [InlineData("4.19.13", 0x5000, 0x2000, 0x1000, 0x1000, 0x1000, 0, true, 2, "d1*8192@0:8180 c1*4096@8192:4084 f2*2048@12288:2036 p1*4096@16384:4084")]
    [InlineData("6.12.107", 0x8000, 0x1000, 0, 0, 0, 0, true, 2, "d8*4096@0:4084")]
    // §3.2, odd and even zone sizes.
    [InlineData("6.6.9", 0x8000, 0x1000, 0x400, 0x1000, 0x400, 0, false, 1, "d6*4437@0:4425 c1*1024@26622:1012 p1*1024@27646:1012 f1*4096@28670:4084")]
    [InlineData("6.1.76", 0x8000, 0x1000, 0x400, 0x1000, 0x400, 0, false, 1, "d6*4437@0:4425 c1*1024@26622:1012 f1*4096@27646:4084 p1*1024@31742:1012")]
    [InlineData("6.1.77", 0x8000, 0x1000, 0x400, 0x1000, 0x400, 0, false, 1, "d6*4436@0:4424 c1*1024@26616:1012 f1*4096@27640:4084 p1*1024@31736:1012")]
    // The arm64 reference node, without and with ftrace.
    [InlineData("6.1.192", 0x100000, 0x8000, 0x8000, 0, 0x1000, 0, false, 1, "d30*33722@0:33710 c1*32768@1011660:32756 p1*4096@1044428:4084")]
    [InlineData("6.12.107", 0x100000, 0x8000, 0x8000, 0, 0x1000, 0, false, 1, "d30*33722@0:33710 c1*32768@1011660:32756 p1*4096@1044428:4084")]
    [InlineData("6.1.192", 0x100000, 0x8000, 0x8000, 0x4000, 0x1000, 0, false, 1, "d30*33176@0:33164 c1*32768@995280:32756 f1*16384@1028048:16372 p1*4096@1044432:4084")]
    [InlineData("6.12.107", 0x100000, 0x8000, 0x8000, 0x4000, 0x1000, 0, false, 1, "d30*33176@0:33164 c1*32768@995280:32756 p1*4096@1028048:4084 f1*16384@1032144:16372")]
    // Before 4.10 the slack stays at the end; before 3.11 the whole size is rounded; before 4.0 no pmsg.
    [InlineData("4.9.45", 0x10000, 0x2000, 0x1000, 0x1000, 0x1000, 0, true, 2, "d6*8192@0:8180 c1*4096@49152:4084 f1*4096@53248:4084 p1*4096@57344:4084")]
    [InlineData("3.10.4", 0x1F000, 0x2000, 0x1000, 0x1000, 0x1000, 0, true, 2, "d7*8192@0:8180 c1*4096@57344:4084 f1*4096@61440:4084")]
    public void Layout_is_that_of_the_kernel(string version, int mem, int record, int console, int ftrace, int pmsg, int ecc, bool perCpu, int cpus, string expected)
    {
        IReadOnlyList<BuiltZone>? zones = LayoutPlan.Make(
            new RegionSetup
            {
                Kernel = Version(version),
                MemSize = mem,
                RecordSize = record,
                ConsoleSize = console,
                FtraceSize = ftrace,
                PmsgSize = pmsg,
                EccSize = ecc,
                FlagsPerCpu = perCpu,
                Cpus = cpus,
            },
            Version(version));
        Assert.NotNull(zones);
        IEnumerable<string> runs = zones.GroupBy(zone => zone.Kind).Select(run =>
            $"{run.Key.ToString()[..1].ToLowerInvariant()}{run.Count()}*{run.First().Size}@{run.First().Offset}:{run.First().DataSize}");
        Assert.Equal(expected, string.Join(' ', runs));
        Assert.All(zones.GroupBy(zone => zone.Kind), run => Assert.All(run, zone => Assert.Equal(run.First().Offset + (zone.Index * zone.Size), zone.Offset)));
    }

    [Theory]
    [InlineData(0x10EC, 1, 4285)]
    [InlineData(0x10EC, 4, 4184)]
    [InlineData(0x10EC, 8, 4056)]
    [InlineData(0x10EC, 16, 3824)]
    [InlineData(0x10EC, 32, 3424)]
    [InlineData(0x2000, 1, 8115)]
    [InlineData(0x2000, 4, 7928)]
    [InlineData(0x2000, 8, 7684)]
    [InlineData(0x2000, 16, 7252)]
    [InlineData(0x2000, 32, 6516)]
    [InlineData(0x400, 1, 1003)]
    [InlineData(0x400, 4, 976)]
    [InlineData(0x400, 8, 940)]
    [InlineData(0x400, 16, 884)]
    [InlineData(0x400, 32, 756)]
    [InlineData(0x1000, 16, 3604)]
    public void Parity_takes_its_room(int size, int ecc, int data) =>
        Assert.Equal(data, BuiltZone.Fit(BuiltZoneKind.Console, 0, 0, size, ecc, false)?.DataSize);

    [Theory]
    [InlineData("000102030405060708090a0b0c0d0e0f10111213", 16, "7cfd5c5a40be66167429ab5016c285fe")]
    [InlineData("000102030405060708090a0b0c0d0e0f10111213", 4, "fa1d5bbc")]
    [InlineData("444247430000000000000000", 16, "aa25d52132e2353a385519c02bcbad5f")]
    [InlineData("444247430000000000000000", 4, "69aa4485")]
    [InlineData("444247431000000010000000", 16, "1b1a780c79c6d54ea8815f5306cb863d")]
    [InlineData("444247431000000010000000", 4, "1b7adbb8")]
    public void Parity_is_that_of_the_kernel(string message, int roots, string parity) =>
        Assert.Equal(parity, Convert.ToHexStringLower(SlowReedSolomon.Parity(Convert.FromHexString(message), roots)));

    [Fact]
    public void Parity_of_a_whole_block_is_that_of_the_kernel()
    {
        byte[] block = [.. Enumerable.Range(0, 128).Select(i => (byte)i)];
        Assert.Equal("1c426d22fb8ad3fa2eeeae521c329ac1", Convert.ToHexStringLower(SlowReedSolomon.Parity(block, 16)));
        Assert.Equal("71ea78e3", Convert.ToHexStringLower(SlowReedSolomon.Parity(block, 4)));
        Assert.Equal("013b0d68bd44d11e08a34129e56232243b", Convert.ToHexStringLower(SlowReedSolomon.Generator(16)));
    }

    [Fact]
    public void An_empty_zone_has_the_known_header()
    {
        RegionBuilder region = Small("6.12.107", 16);
        BuiltZone console = region.Zone(BuiltZoneKind.Console);
        Assert.Equal("444247430000000000000000", Convert.ToHexStringLower(region.Bytes.AsSpan(console.Offset, 12)));
        Assert.Equal("aa25d52132e2353a385519c02bcbad5f", Convert.ToHexStringLower(region.Bytes.AsSpan(console.HeaderParityOffset, 16)));
        BuiltZone ftrace = region.Zone(BuiltZoneKind.Ftrace);
        Assert.Equal(0x43414E2Fu, BinaryPrimitives.ReadUInt32LittleEndian(region.Bytes.AsSpan(ftrace.Offset)));
    }

    [Theory]
    [InlineData("3.14.5", "3000,4084")]
    [InlineData("3.16.0", "3000,0")]
    public void A_full_ring_wraps_by_version(string version, string starts)
    {
        RegionBuilder region = Small(version, 0);
        region.Console(new string('a', 3000));
        uint first = region.Truth(BuiltZoneKind.Console).Start;
        region.Console(new string('b', 1084));
        Assert.Equal(starts, $"{first},{region.Truth(BuiltZoneKind.Console).Start}");
        region.Console("tail");
        ZoneTruth truth = region.Truth(BuiltZoneKind.Console);
        Assert.Equal((4u, 4084u), (truth.Start, truth.Size));
        Assert.EndsWith("btail", Encoding.ASCII.GetString(truth.Log), StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_larger_than_the_ring_keeps_its_end()
    {
        RegionBuilder region = Small("6.1.192", 0);
        byte[] big = new byte[10000];
        new Random(1).NextBytes(big);
        region.Pmsg(big);
        Assert.Equal(big[^4084..], region.Truth(BuiltZoneKind.Pmsg).Log);
        Assert.Equal(0u, region.Truth(BuiltZoneKind.Pmsg).Start);
        AssertTruth(region, "big write");
    }

    [Theory]
    [InlineData("4.9.45", "", false)]
    [InlineData("4.10.0", "", true)]
    [InlineData("6.12.107", "", true)]
    public void Boot_zaps_by_version(string version, string console, bool keepsTrace)
    {
        RegionBuilder region = Small(version, 0);
        region.Console("before");
        region.Ftrace(0, 0x1000, 0x2000);
        region.Boot();
        Assert.Equal(console, Encoding.ASCII.GetString(region.Truth(BuiltZoneKind.Console).Log));
        Assert.Equal("before", Encoding.ASCII.GetString(region.Truth(BuiltZoneKind.Console).SavedAtBoot));
        Assert.Equal(keepsTrace ? 1 : 0, region.Truth(BuiltZoneKind.Ftrace).Events.Count);
    }

    [Theory]
    [InlineData("5.3.1", "====17.000005-D\nOops#1 Part1\n<6>one\n====18.000000-D\nOops#2 Part1\n<6>two\n")]
    [InlineData("5.6.4", "====18.000000-D\nOops#2 Part1\n<6>two\n")]
    [InlineData("4.9.45", "====17.5-D\nOops#1 Part1\n<6>one\n====18.0-D\nOops#2 Part1\n<6>two\n")]
    [InlineData("3.11.0", "====17.5\nOops#1 Part1\n<6>one\n====18.0\nOops#2 Part1\n<6>two\n")]
    public void A_second_dump_in_a_zone_goes_behind_the_first_or_over_it(string version, string expected)
    {
        RegionBuilder region = Small(version, 0);
        region.Dump("Oops", 1, "<6>one\n", Compressor.None, 17, 5);
        region.Boot();
        region.Dump("Oops", 2, "<6>two\n", Compressor.None, 18, 0);
        Assert.Equal(expected, Encoding.ASCII.GetString(region.Truth(BuiltZoneKind.Dmesg).Log));
        AssertTruth(region, version);
    }

    [Theory]
    [InlineData("5.0.1", 5u)]
    [InlineData("6.4.15", 5u)]
    [InlineData("6.4.16", 0u)]
    [InlineData("4.20.1", 0u)]
    public void Size_zero_with_a_start_is_kept_by_some(string version, uint start)
    {
        RegionBuilder region = Small(version, 0);
        Damage.SetStart(region, region.Zone(BuiltZoneKind.Console), 5);
        region.Boot();
        Assert.Equal(start, region.Truth(BuiltZoneKind.Console).Start);
        region.Console("x");
        Assert.Equal(start != 0, region.Truth(BuiltZoneKind.Console).Astray);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void Boot_repairs_a_header_within_reach(int count, bool survives)
    {
        RegionBuilder region = Small("6.1.192", 16);
        region.Dump("Panic", 1, "<0>end\n", Compressor.None, 1, 2);
        BuiltZone zone = region.Zone(BuiltZoneKind.Dmesg);
        Damage.Header(region, zone, count, new Random(4));
        region.Boot();
        Assert.Equal(survives, region.Truth(zone).Log.Length > 0);
        AssertTruth(region, "header");
    }

    [Fact]
    public void Lz_encoders_make_the_known_bytes()
    {
        byte[] text = Encoding.ASCII.GetBytes("abcdefgh" + "abcdefgh" + "12345");
        // LZ4: token 8 literals + copy of 8, offset 8; token 5 literals.
        Assert.Equal("8461626364656667680800503132333435", Convert.ToHexStringLower(Lz4Encoder.Encode(text)));
        // LZO: 8 first literals; M2 copy of 8 at 8; run of 5; end.
        Assert.Equal("196162636465666768fc0002" + "3132333435" + "110000", Convert.ToHexStringLower(LzoEncoder.Encode(text)));
        // 842: literal unit, repeat once, 5 short bytes, end, CRC.
        Assert.StartsWith("030b131b232b333b4", Convert.ToHexStringLower(Sw842Encoder.Encode(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Zlib_pieces_join_to_one_stream()
    {
        byte[] text = Encoding.ASCII.GetBytes(RandomText.Lines(new Random(3), 30000, priority: true));
        using var stream = new ZLibStream(new MemoryStream(WindowedDeflate.Zlib(text)), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        stream.CopyTo(unpacked);
        Assert.Equal(text, unpacked.ToArray());
    }

    [Theory]
    [InlineData("4.9.45", 8, false, 0u, "8877665544332211" + "8070605040302010" + "0200000000000000")]
    [InlineData("4.10.0", 8, false, 0u, "8877665544332211" + "8070605040302010" + "0207000000000000")]
    [InlineData("4.10.0", 8, true, 0u, "1122334455667788" + "1020304050607080" + "0000000000000702")]
    [InlineData("4.9.45", 4, false, 0u, "88776655" + "80706050" + "02000000")]
    [InlineData("4.9.45", 4, false, 3u, "8a776655" + "80706050")]
    [InlineData("6.1.192", 4, false, 3u, "8a776655" + "80706050" + "0700000000000000")]
    [InlineData("6.1.192", 4, true, 0u, "55667788" + "50607080" + "0000000000000702")]
    public void Traced_calls_have_the_form_of_kernel_and_machine(string version, int word, bool big, uint mask, string expected)
    {
        var setup = new RegionSetup { Kernel = Version(version), MemSize = 0x4000, WordSize = word, BigEndian = big, CpuInIpMask = mask };
        var call = new FtraceEvent(1, 0, 2, 0x1122334455667788, 0x1020304050607080, 7);
        Assert.Equal(expected, Convert.ToHexStringLower(FtraceRecords.Encode(setup, setup.Kernel, call)));
    }

    [Fact]
    public void Random_regions_hold_their_truth()
    {
        for (int seed = 0; seed < 150; seed++)
        {
            RandomRegion made = RandomRegion.Create(seed);
            AssertTruth(made.Region, made.ToString());
            Assert.Equal(made.Region.Bytes, RandomRegion.Create(seed).Region.Bytes);
        }
    }

    /// <summary>The image, read in the plainest way, gives the log that was kept beside it, and its parity holds.</summary>
    private static void AssertTruth(RegionBuilder region, string about)
    {
        foreach (BuiltZone zone in region.Zones)
        {
            ZoneTruth truth = region.Truth(zone);
            Span<byte> header = region.Bytes.AsSpan(zone.Offset, 12);
            int start = region.Setup.BigEndian ? BinaryPrimitives.ReadInt32BigEndian(header[4..]) : BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
            int size = region.Setup.BigEndian ? BinaryPrimitives.ReadInt32BigEndian(header[8..]) : BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
            string where = $"{about}: {zone}";
            Assert.True(start == truth.Start && size == truth.Size, where);
            byte[] data = region.Bytes[zone.DataOffset..(zone.DataOffset + size)];
            Assert.True(data[start..].Concat(data[..start]).SequenceEqual(truth.Log), where);
            foreach (StoredDump dump in truth.Dumps) Assert.True(truth.Log.AsSpan().IndexOf(dump.Record) >= 0, where);
            if (zone.EccSize == 0) continue;
            for (int block = 0; block * 128 < size; block++)
            {
                byte[] parity = SlowReedSolomon.Parity(region.Bytes.AsSpan(zone.BlockOffset(block), zone.BlockLength(block)), zone.EccSize);
                Assert.True(region.Bytes.AsSpan(zone.BlockParityOffset(block), zone.EccSize).SequenceEqual(parity), where);
            }
        }
    }

    private static KernelVersion Version(string text) =>
        KernelVersion.TryParse(text, out KernelVersion version) ? version : throw new ArgumentException(text);

    /// <summary>One dump zone and the others of 4 KiB, booted over garbage.</summary>
    private static RegionBuilder Small(string version, int ecc)
    {
        var region = new RegionBuilder(new RegionSetup
        {
            Kernel = Version(version),
            MemSize = Version(version) < new KernelVersion(4, 0, 0) ? 0x4000 : 0x5000,
            RecordSize = 0x2000,
            ConsoleSize = 0x1000,
            FtraceSize = 0x1000,
            PmsgSize = 0x1000,
            EccSize = ecc,
        });
        region.Fill(new Random(7));
        region.Boot();
        return region;
    }
}
