using PstoreAgent.Discovery;
using Xunit;

namespace PstoreAgent.Tests.Discovery;

public sealed class KernelNumberTests
{
    [Theory]
    [InlineData("4096", 4096UL)]
    [InlineData("0x8000", 0x8000UL)]
    [InlineData("0X8000", 0x8000UL)]
    [InlineData("010000", 4096UL)]
    [InlineData("0", 0UL)]
    [InlineData("+5", 5UL)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("0xffffffffffffffff", ulong.MaxValue)]
    [InlineData("18446744073709551616", null)]
    [InlineData("1M", null)]
    [InlineData("0x", null)]
    [InlineData("08", null)]
    [InlineData("-1", null)]
    [InlineData("", null)]
    [InlineData("1 ", null)]
    public void Parameters_take_no_suffix(string text, ulong? value)
    {
        Assert.Equal(value != null, KernelNumber.TryParameter(text, out ulong read));
        if (value != null) Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("1M", 1UL << 20, "")]
    [InlineData("64k:x", 65536UL, ":x")]
    [InlineData("0x10G", 0x10UL << 30, "")]
    [InlineData("2T", 2UL << 40, "")]
    [InlineData("1P", 1UL << 50, "")]
    [InlineData("1E", 1UL << 60, "")]
    [InlineData("12$", 12UL, "$")]
    [InlineData("16E", null, null)]
    [InlineData("M", null, null)]
    public void Sizes_take_one(string text, ulong? value, string? left)
    {
        ReadOnlySpan<char> rest = text;
        Assert.Equal(value != null, KernelNumber.TakeSize(ref rest, out ulong read));
        if (value != null) Assert.Equal((value.Value, left), (read, rest.ToString()));
    }

    [Theory]
    [InlineData("-1", -1)]
    [InlineData("16", 16)]
    [InlineData("0x7fffffff", int.MaxValue)]
    [InlineData("0x80000000", null)]
    [InlineData("--1", null)]
    public void Numbers_with_a_sign(string text, int? value)
    {
        Assert.Equal(value != null, KernelNumber.TryInt(text, out int read));
        if (value != null) Assert.Equal(value, read);
    }
}
