using Pstore.Ecc;
using Xunit;

namespace Pstore.Tests.Ecc;

public class ReedSolomonEncodeTests
{
    [Theory]
    [InlineData(128, "1c426d22fb8ad3fa2eeeae521c329ac1", "71ea78e3")]
    [InlineData(20, "7cfd5c5a40be66167429ab5016c285fe", "fa1d5bbc")]
    public void Counting_bytes_have_the_kernels_parity(int length, string sixteen, string four)
    {
        byte[] data = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        Assert.Equal(sixteen, Parity(data, 16));
        Assert.Equal(four, Parity(data, 4));
    }

    [Theory]
    [InlineData("444247430000000000000000", "aa25d52132e2353a385519c02bcbad5f", "69aa4485")]
    [InlineData("444247431000000010000000", "1b1a780c79c6d54ea8815f5306cb863d", "1b7adbb8")]
    public void Headers_have_the_kernels_parity(string header, string sixteen, string four)
    {
        byte[] data = Convert.FromHexString(header);
        Assert.Equal(sixteen, Parity(data, 16));
        Assert.Equal(four, Parity(data, 4));
    }

    [Fact]
    public void Parity_of_a_single_one_is_the_generator()
    {
        Assert.Equal("3b0d68bd44d11e08a34129e56232243b", Parity([1], 16));
    }

    [Fact]
    public void One_parity_byte_is_the_exclusive_or()
    {
        Assert.Equal("07", Parity([1, 2, 4], 1));
    }

    [Fact]
    public void Every_parity_size_agrees_with_long_division()
    {
        var random = new Random(1);
        for (int size = 1; size <= 127; size++)
        {
            foreach (int length in new[] { 1, 12, random.Next(2, 128), 128 })
            {
                byte[] data = Damage.RandomBytes(random, length);
                byte[] expected = SlowCode.Parity(data, size);
                Assert.Equal(Convert.ToHexStringLower(expected), Parity(data, size));
                Assert.True(ReedSolomon.ForParity(size).IsClean(data, expected));
                Assert.True(SlowCode.IsCodeWord(data, expected));
            }
        }
    }

    [Fact]
    public void Instances_are_shared()
    {
        Assert.Same(ReedSolomon.ForParity(16), ReedSolomon.ForParity(16));
        Assert.Equal(16, ReedSolomon.ForParity(16).ParitySize);
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ReedSolomon.ForParity(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReedSolomon.ForParity(128));
        ReedSolomon code = ReedSolomon.ForParity(16);
        Assert.Throws<ArgumentException>(() => code.Encode([], new byte[16]));
        Assert.Throws<ArgumentException>(() => code.Encode(new byte[240], new byte[16]));
        Assert.Throws<ArgumentException>(() => code.IsClean(new byte[128], new byte[15]));
        Assert.Throws<ArgumentException>(() => code.Decode(new byte[128], new byte[17], ReedSolomonRules.Strict));
    }

    private static string Parity(ReadOnlySpan<byte> data, int size)
    {
        byte[] parity = new byte[size];
        ReedSolomon.ForParity(size).Encode(data, parity);
        return Convert.ToHexStringLower(parity);
    }
}
