using Pstore.Ecc;
using Xunit;

namespace Pstore.Tests.Ecc;

public class EccProbeTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(127)]
    public void A_header_matches_its_own_parity_size(int eccSize)
    {
        var zone = new ZoneBuilder(4096, eccSize, eccSize);
        Assert.True(EccProbe.HeaderMatches(zone.Bytes, eccSize));
        Assert.False(EccProbe.HeaderMatches(zone.Bytes, eccSize + 1));
        Assert.False(EccProbe.HeaderMatches(zone.Bytes, 0));
        Assert.False(EccProbe.HeaderMatches(zone.Bytes.AsSpan(0, 12), eccSize));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(64)]
    public void The_size_is_found_in_a_region_of_some_zones(int eccSize)
    {
        (byte[] region, List<(int Offset, int Size)> zones) = Region(eccSize, 6);
        Assert.Equal(eccSize, EccProbe.Find(zones, region));
    }

    [Fact]
    public void Damaged_zones_and_zones_outside_dont_hide_the_size()
    {
        (byte[] region, List<(int Offset, int Size)> zones) = Region(16, 12);
        foreach ((int offset, _) in zones.Skip(1)) region[offset + 5] ^= 4;
        zones.Add((region.Length - 100, 4096));
        zones.Add((-1, 4096));
        zones.Add((0, int.MaxValue));
        zones.Add((int.MaxValue, int.MaxValue));
        zones.Add((0, 5));
        Assert.Equal(16, EccProbe.Find(zones, region));
    }

    [Fact]
    public void Regions_without_parity_have_none()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            byte[] region = Damage.RandomBytes(new Random(seed), 64 * 1024);
            List<(int Offset, int Size)> zones = [.. Enumerable.Range(0, 128).Select(i => (512 * i, 512))];
            Assert.Equal(0, EccProbe.Find(zones, region));
            Assert.Equal(0, EccProbe.Find(zones, new byte[64 * 1024]));
        }
    }

    [Fact]
    public void Equal_headers_are_one_witness()
    {
        // Empty zones whose last byte happens to be the exclusive or of the signature.
        byte[] region = new byte[64 * 512];
        List<(int Offset, int Size)> zones = [.. Enumerable.Range(0, 64).Select(i => (512 * i, 512))];
        foreach ((int offset, int size) in zones)
        {
            "DBGC"u8.CopyTo(region.AsSpan(offset));
            region[offset + size - 1] = 'D' ^ 'B' ^ 'G' ^ 'C';
        }

        Assert.Equal(0, EccProbe.Find(zones, region));
    }

    private static (byte[] Region, List<(int Offset, int Size)> Zones) Region(int eccSize, int count)
    {
        var zones = new List<(int Offset, int Size)>();
        var bytes = new List<byte>();
        for (int i = 0; i < count; i++)
        {
            var zone = new ZoneBuilder(2048 + (256 * i), eccSize, i);
            zones.Add((bytes.Count, zone.Bytes.Length));
            bytes.AddRange(zone.Bytes);
        }

        return ([.. bytes], zones);
    }
}
