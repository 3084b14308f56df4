using Pstore.Ecc;
using Xunit;

namespace Pstore.Tests.Ecc;

public class ZoneEccTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(32)]
    [InlineData(127)]
    public void Clean_zones_are_clean(int eccSize)
    {
        foreach (int size in new[] { 400, 700, 1024, 4096, 5000 })
        {
            var zone = new ZoneBuilder(size, eccSize, size);
            Assert.Equal(default, Repair(zone, zone.Geometry.DataSize, out byte[]? repaired));
            Assert.Null(repaired);
            byte[] header = new byte[12];
            Assert.Equal(default, ZoneEcc.RepairHeader(zone.Bytes, zone.Geometry, ReedSolomonRules.Strict, header));
            Assert.Equal(zone.Bytes[..12], header);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(20)]
    public void Every_single_flipped_bit_is_seen_and_corrected(int eccSize)
    {
        // Nine blocks and a bit: two groups for the vector check, single blocks behind them.
        var zone = new ZoneBuilder(12 + (9 * 128) + 50 + (11 * eccSize), eccSize, 6);
        byte[] clean = zone.Data.ToArray();
        foreach (int block in new[] { 0, 5, zone.Geometry.DataBlocks - 1 })
        {
            int start = 12 + (128 * block);
            for (int bit = 0; bit < 8 * zone.Block(block).Length; bit++)
            {
                zone.Bytes[start + (bit / 8)] ^= (byte)(1 << (bit % 8));
                Assert.Equal(new EccStatistics(1, 0), Repair(zone, zone.Geometry.DataSize, out byte[]? repaired));
                Assert.Equal(clean, repaired);
                zone.Bytes[start + (bit / 8)] ^= (byte)(1 << (bit % 8));
            }

            for (int bit = 0; bit < 8 * eccSize; bit++)
            {
                zone.Parity(block)[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.Equal(new EccStatistics(1, 0), Repair(zone, zone.Geometry.DataSize, out byte[]? repaired));
                Assert.Null(repaired);
                zone.Parity(block)[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(13)]
    [InlineData(16)]
    [InlineData(33)]
    public void Groups_of_blocks_are_judged_as_single_blocks_are(int eccSize)
    {
        var random = new Random(7);
        for (int round = 0; round < 200; round++)
        {
            var zone = new ZoneBuilder(4096, eccSize, round);
            int blocks = zone.Geometry.DataBlocks;
            ReedSolomon code = ReedSolomon.ForParity(eccSize);
            for (int hit = random.Next(6); hit > 0; hit--)
            {
                int block = random.Next(blocks);
                Damage.Apply(random, zone.Block(block), zone.Parity(block), random.Next(1, eccSize + 1));
            }

            if (round % 3 == 0) zone.Data[..(128 * random.Next(blocks))].Clear();
            if (round % 6 == 0) zone.Bytes.AsSpan(zone.Geometry.ParityOffset(0), eccSize * random.Next(blocks)).Clear();

            var states = new EccBlockState[blocks];
            byte[] expected = zone.Data.ToArray();
            var expectedStates = new EccBlockState[blocks];
            var counted = default(EccStatistics);
            for (int i = 0; i < blocks; i++)
            {
                int result = code.Decode(expected.AsSpan(128 * i, zone.Block(i).Length), zone.Parity(i), ReedSolomonRules.Strict);
                counted += result < 0 ? new EccStatistics(0, 1) : new EccStatistics(result, 0);
                expectedStates[i] = result < 0 ? EccBlockState.Bad : result > 0 ? EccBlockState.Corrected : EccBlockState.Clean;
            }

            byte[] before = [.. zone.Bytes];
            Assert.Equal(counted, ZoneEcc.RepairData(zone.Bytes, zone.Geometry, zone.Geometry.DataSize, ReedSolomonRules.Strict, states, out byte[]? repaired));
            Assert.Equal(expectedStates, states);
            Assert.Equal(expected, repaired ?? zone.Data.ToArray());
            Assert.Equal(repaired is null, zone.Data.SequenceEqual(expected));
            Assert.Equal(before, zone.Bytes);
        }
    }

    [Fact]
    public void Only_blocks_that_begin_inside_the_used_bytes_are_checked()
    {
        var zone = new ZoneBuilder(4096, 16, 8);
        zone.Block(2)[0] ^= 1;
        Assert.Equal(default, Repair(zone, 256, out _));
        Assert.Equal(new EccStatistics(1, 0), Repair(zone, 257, out _));
        Assert.Equal(default, Repair(zone, 0, out _));
        Assert.Equal(default, Repair(zone, -1, out _));
        Assert.Equal(new EccStatistics(1, 0), Repair(zone, int.MaxValue, out _));
    }

    [Fact]
    public void Stale_blocks_are_told_but_not_counted()
    {
        var zone = new ZoneBuilder(4096, 16, 9);
        zone.Block(1)[3] ^= 1;
        zone.Block(5)[3] ^= 1;
        zone.Block(6)[..60].Reverse();
        var states = new EccBlockState[zone.Geometry.DataBlocks + 3];
        EccStatistics counted = ZoneEcc.RepairData(zone.Bytes, zone.Geometry, 400, ReedSolomonRules.Strict, states, out byte[]? repaired);
        Assert.Equal(new EccStatistics(1, 0), counted);
        Assert.Equal(EccBlockState.Clean, states[0]);
        Assert.Equal(EccBlockState.Corrected, states[1]);
        Assert.Equal(EccBlockState.Corrected, states[5]);
        Assert.Equal(EccBlockState.Bad, states[6]);
        Assert.Equal(EccBlockState.Unchecked, states[^1]);
        Assert.NotNull(repaired);
        zone.Block(1)[3] ^= 1;
        zone.Block(5)[3] ^= 1;
        Assert.Equal(zone.Data.ToArray(), repaired);
    }

    [Fact]
    public void A_header_is_repaired()
    {
        var zone = new ZoneBuilder(4096, 16, 10);
        byte[] clean = zone.Bytes[..12];
        zone.Bytes[1] ^= 0x10;
        zone.Bytes[9] ^= 0xFF;
        zone.Bytes[^1] ^= 1;
        byte[] header = new byte[12];
        Assert.Equal(new EccStatistics(3, 0), ZoneEcc.RepairHeader(zone.Bytes, zone.Geometry, ReedSolomonRules.Strict, header));
        Assert.Equal(clean, header);
        zone.Bytes.AsSpan(0, 11).Fill(0x5A);
        Assert.Equal(new EccStatistics(0, 1), ZoneEcc.RepairHeader(zone.Bytes, zone.Geometry, ReedSolomonRules.Strict, header));
        Assert.Equal(zone.Bytes[..12], header);
    }

    [Fact]
    public void Without_parity_nothing_is_checked()
    {
        var zone = new ZoneBuilder(4096, 0, 11);
        var states = new EccBlockState[4];
        Assert.Equal(default, ZoneEcc.RepairData(zone.Bytes, zone.Geometry, 4000, ReedSolomonRules.Strict, states, out byte[]? repaired));
        Assert.Null(repaired);
        Assert.All(states, state => Assert.Equal(EccBlockState.Unchecked, state));
    }

    private static EccStatistics Repair(ZoneBuilder zone, int used, out byte[]? repaired) =>
        ZoneEcc.RepairData(zone.Bytes, zone.Geometry, used, ReedSolomonRules.Strict, out repaired);
}
