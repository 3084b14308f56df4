using PstoreAgent.Archive;
using Xunit;

namespace PstoreAgent.Tests.Archive;

public sealed class UtcTimeTests
{
    [Theory]
    [InlineData(0, "1970-01-01T00:00:00Z")]
    [InlineData(-1, "1969-12-31T23:59:59Z")]
    [InlineData(951782400, "2000-02-29T00:00:00Z")]
    [InlineData(1795663505, "2026-11-26T03:25:05Z")]
    [InlineData(253402300799, "9999-12-31T23:59:59Z")]
    [InlineData(-62135596800, "0001-01-01T00:00:00Z")]
    public void A_time_is_spelled_and_read_alike(long seconds, string text)
    {
        Assert.Equal(text, UtcTime.Text(DateTimeOffset.FromUnixTimeSeconds(seconds)));
        Assert.Equal(seconds, UtcTime.Seconds(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-26")]
    [InlineData("2026-11-26 03:25:05Z")]
    [InlineData("2026-11-26T03:25:05+01:00")]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-00-01T00:00:00Z")]
    [InlineData("2026-11-00T00:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("2026-11-26T24:00:00Z")]
    [InlineData("2026-11-26T03:60:05Z")]
    [InlineData("2026-11-26T03:25:60Z")]
    [InlineData("2026-11-26T03:25:-1Z")]
    [InlineData("２０26-11-26T03:25:05Z")]
    public void What_is_no_time_is_not_read(string text) => Assert.Null(UtcTime.Seconds(text));
}
