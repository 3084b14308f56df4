using Pstore.Ecc;
using Xunit;

namespace Pstore.Tests.Ecc;

public class EccGeometryTests
{
    [Theory]
    [InlineData(0x10ec, 1, 4285)]
    [InlineData(0x10ec, 4, 4184)]
    [InlineData(0x10ec, 8, 4056)]
    [InlineData(0x10ec, 16, 3824)]
    [InlineData(0x10ec, 32, 3424)]
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
    [InlineData(0x8000, 16, 0x71a4)]
    public void Data_sizes_are_those_of_running_kernels(int zoneSize, int eccSize, int dataSize)
    {
        Assert.True(EccGeometry.TryCreate(zoneSize, eccSize, newFormula: true, out EccGeometry geometry));
        Assert.Equal(dataSize, geometry.DataSize);
        Assert.Equal(zoneSize - eccSize, geometry.HeaderParityOffset);
        Assert.Equal(geometry.HeaderParityOffset, geometry.ParityOffset(geometry.Blocks));
        Assert.Equal(12 + dataSize, geometry.ParityOffset(0));
    }

    [Fact]
    public void Offsets_are_those_of_a_running_kernel()
    {
        Assert.True(EccGeometry.TryCreate(0x83ba, 16, newFormula: true, out EccGeometry geometry));
        Assert.Equal(0x74fe, geometry.DataSize);
        Assert.Equal(0xea, geometry.Blocks);
        Assert.Equal(0x750a, geometry.ParityOffset(0));
        Assert.Equal(0x753a, geometry.ParityOffset(3));
        Assert.Equal(0x83aa, geometry.HeaderParityOffset);
    }

    [Fact]
    public void Old_formula_counts_a_slot_for_every_128_bytes_of_the_zone()
    {
        Assert.True(EccGeometry.TryCreate(0x1000, 16, newFormula: false, out EccGeometry geometry));
        Assert.Equal(32, geometry.Blocks);
        Assert.Equal(4084 - (33 * 16), geometry.DataSize);
        Assert.Equal(28, geometry.DataBlocks);
        Assert.Equal(3556 - (27 * 128), geometry.BlockLength(27));
    }

    [Fact]
    public void Without_parity_all_is_data()
    {
        Assert.True(EccGeometry.TryCreate(0x1000, 0, newFormula: true, out EccGeometry geometry));
        Assert.Equal(4084, geometry.DataSize);
        Assert.Equal(0, geometry.Blocks);
    }

    [Theory]
    [InlineData(12, 0)]
    [InlineData(0, 16)]
    [InlineData(-4096, 16)]
    [InlineData(44, 16)]
    [InlineData(28, 16)]
    [InlineData(4096, 128)]
    [InlineData(4096, -1)]
    public void Zones_that_the_kernel_refuses(int zoneSize, int eccSize)
    {
        Assert.False(EccGeometry.TryCreate(zoneSize, eccSize, newFormula: true, out _));
        Assert.False(EccGeometry.TryCreate(zoneSize, eccSize, newFormula: false, out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_block_has_a_slot_and_nothing_overlaps(bool newFormula)
    {
        int[] zoneSizes = [.. Enumerable.Range(13, 700), 0x10ec, 0x10000, 1 << 30, int.MaxValue];
        foreach (int zoneSize in zoneSizes)
        {
            for (int eccSize = 1; eccSize <= 127; eccSize++)
            {
                if (!EccGeometry.TryCreate(zoneSize, eccSize, newFormula, out EccGeometry geometry)) continue;
                Assert.InRange(geometry.DataSize, 1, zoneSize);
                Assert.InRange(geometry.DataBlocks, 1, geometry.Blocks);
                Assert.InRange(geometry.BlockLength(geometry.DataBlocks - 1), 1, 128);
                Assert.Equal(zoneSize, geometry.ParityOffset(geometry.Blocks) + eccSize);
            }
        }
    }
}
