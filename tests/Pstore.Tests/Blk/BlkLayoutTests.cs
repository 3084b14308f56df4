using Pstore.Blk;
using Pstore.Ram;
using Xunit;

namespace Pstore.Tests.Blk;

public sealed class BlkLayoutTests
{
    [Fact]
    public void Dumps_begin_where_the_shares_of_the_cpus_end()
    {
        BlkLayout layout = BlkLayout.Compute(new BlkParameters(0x10000, 0x2000, 0x1000, 0x1000, 0x2000, Cpus: 6)).Layout!;
        Assert.Equal(Enumerable.Range(0, 6).Select(cpu => 0x2000 + (1365 * cpu)), layout.Of(ZoneKind.Ftrace).Select(zone => zone.Offset));
        Zone[] dumps = [.. layout.Of(ZoneKind.Dmesg)];
        Assert.Equal(6, dumps.Length);
        Assert.Equal(0x3ffe, dumps[0].Offset);
        Assert.Equal(2, layout.UnusedBytes);
    }

    [Theory]
    [InlineData(0, 4096, 0, 0, 0, DiagnosticId.SizeRefused)]
    [InlineData(2048, 512, 0, 0, 0, DiagnosticId.SizeRefused)]
    [InlineData(65000, 4096, 0, 0, 0, DiagnosticId.SizeRefused)]
    [InlineData(65536, 4000, 0, 0, 0, DiagnosticId.SizeRefused)]
    [InlineData(65536, 4096, 100, 0, 0, DiagnosticId.SizeRefused)]
    [InlineData(65536, 4096, -512, 0, 0, DiagnosticId.SizeRefused)]
    [InlineData(65536, 0, 0, 0, 0, DiagnosticId.NoZoneSizes)]
    [InlineData(65536, 131072, 0, 0, 0, DiagnosticId.NoZoneSizes)]
    [InlineData(65536, 4096, 69632, 0, 0, DiagnosticId.NoRoom)]
    [InlineData(65536, 4096, 61440, 8192, 0, DiagnosticId.NoRoom)]
    [InlineData(65536, 4096, 32768, 28672, 8192, DiagnosticId.NoRoom)]
    [InlineData(1L << 32, 4096, 0, 0, 0, DiagnosticId.NoRoom)]
    public void What_the_kernel_refuses_is_named(long total, long kmsg, long pmsg, long console, long ftrace, DiagnosticId error)
    {
        BlkLayoutResult result = BlkLayout.Compute(new BlkParameters(total, kmsg, pmsg, console, ftrace));
        Assert.Null(result.Layout);
        Assert.Equal(error, result.Error!.Id);
    }

    [Fact]
    public void A_size_of_sectors_is_taken_with_a_note()
    {
        BlkLayoutResult result = BlkLayout.Compute(new BlkParameters(65536, 1536, 0, 0, 0));
        Assert.Equal(42, result.Layout!.Zones.Count);
        Assert.Equal(DiagnosticId.SizeOfNoParameter, Assert.Single(result.Notes).Id);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(4, 4096)]
    [InlineData(6, 4096)]
    [InlineData(64, 65536)]
    [InlineData(66, 4096)]
    [InlineData(4098, 8192)]
    [InlineData(long.MaxValue, long.MaxValue >> 12 << 12)]
    public void Parameters_are_rounded_in_the_kernel_s_odd_way(long kib, long bytes)
    {
        if (kib < 1L << 40) Assert.Equal(bytes, BlkSizes.FromKib(kib));
        else Assert.InRange(BlkSizes.FromKib(kib), 1, bytes);
    }

    [Fact]
    public void A_store_ends_at_128_MiB_since_5_11()
    {
        Assert.Equal(128L << 20, BlkSizes.Used(1L << 40, null));
        Assert.Equal(128L << 20, BlkSizes.Used(1L << 40, new KernelVersion(5, 11, 0)));
        Assert.Equal(256L << 20, BlkSizes.Used(256L << 20, new KernelVersion(5, 10, 223)));
        Assert.Equal(65536, BlkSizes.Used(65536, null));
    }
}
