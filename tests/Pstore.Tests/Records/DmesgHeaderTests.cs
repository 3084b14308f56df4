using System.Text;
using Pstore.Records;
using Xunit;

namespace Pstore.Tests.Records;

/// <summary>The header grammar, as the kernel's sscanf has it.</summary>
public sealed class DmesgHeaderTests
{
    [Theory]
    [InlineData("====1700000000.123456-D\nPanic", 1700000000, 123456, false, 24)]
    [InlineData("====1700000000.123456-C\nPanic", 1700000000, 123456, true, 24)]
    [InlineData("====17.5-D\ntext", 17, 5, false, 11)]
    [InlineData("====17.5\ntext", 17, 5, false, 9)]
    [InlineData("====17.5-Ctext", 17, 5, true, 10)]
    [InlineData("====17.5-xtext", 17, 5, false, 10)]
    [InlineData("====17.5text", 17, 5, false, 8)]
    [InlineData("====  17. 5-D\n \t\r\n text", 17, 5, false, 19)]
    [InlineData("====-17.5-D\ntext", -17, 5, false, 12)]
    [InlineData("====17.5-", 17, 5, false, 8)]
    [InlineData("====17.5", 17, 5, false, 8)]
    [InlineData("====17.5-D\n\u00a0\u000btext", 17, 5, false, 13)]
    public void Accepts(string log, long seconds, ulong fraction, bool compressed, int length)
    {
        Assert.True(DmesgHeader.TryParse(Encoding.Latin1.GetBytes(log), signedSeconds: true, out DmesgHeader header));
        Assert.Equal((seconds, fraction, compressed, length), (header.Seconds, header.Fraction, header.Compressed, header.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("===")]
    [InlineData("====")]
    [InlineData("====x.5-D\n")]
    [InlineData("====17-D\n")]
    [InlineData("====17 .5-D\n")]
    [InlineData("====17.-5-D\n")]
    [InlineData("====- 17.5-D\n")]
    [InlineData("=== =17.5-D\n")]
    public void Refuses(string log) => Assert.False(DmesgHeader.TryParse(Encoding.Latin1.GetBytes(log), signedSeconds: true, out _));

    [Fact]
    public void Seconds_had_no_sign_before_4_18() =>
        Assert.False(DmesgHeader.TryParse("====-17.5-D\n"u8, signedSeconds: false, out _));

    [Fact]
    public void The_fraction_is_microseconds_however_it_is_padded()
    {
        Assert.True(DmesgHeader.TryParse("====17.5-D\n"u8, true, out DmesgHeader header));
        Assert.Equal(new RecordTime(17, 5000), header.Time);
        Assert.True(DmesgHeader.TryParse("====17.2000001-D\n"u8, true, out header));
        Assert.Equal(new RecordTime(19, 1000), header.Time);
    }
}
