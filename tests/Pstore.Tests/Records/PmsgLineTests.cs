using System.Text;
using Pstore.Records;
using Xunit;

namespace Pstore.Tests.Records;

public sealed class PmsgLineTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("C1 \u009b2J and é", @"C1 \xc2\x9b2J and é")]
    [InlineData("\u202eturned\u2069\u2028€\u061c", @"\xe2\x80\xaeturned\xe2\x81\xa9\xe2\x80\xa8€\xd8\x9c")]
    [InlineData("", "")]
    [InlineData("two\nlines\tand \\ back", @"two\nlines\tand \\ back")]
    [InlineData("\u001b[2J\r\0\u007f", @"\x1b[2J\x0d\x00\x7f")]
    [InlineData("größe ☃", "größe ☃")]
    public void What_is_written_is_read_back(string text, string escaped)
    {
        string line = Write(new RecordTime(1_795_420_991, 999_999_999), 1_234_567, 0x1a2b3c4d, "tag", text);
        Assert.Equal($"2026-11-23T08:03:11Z +1234.567 b=1a2b3c4d tag: {escaped}\n", line);

        Assert.True(PmsgLine.TryParse(Encoding.UTF8.GetBytes(line.TrimEnd('\n')), out PmsgLine parsed));
        Assert.Equal(new RecordTime(1_795_420_991, 0), parsed.Time);
        Assert.Equal((1_234_567, 0x1a2b3c4du), (parsed.UptimeMilliseconds, parsed.BootId));
        Assert.Equal(("tag", escaped), (Encoding.UTF8.GetString(parsed.Tag), Encoding.UTF8.GetString(parsed.Text)));
    }

    [Fact]
    public void Every_byte_fits_the_promised_length_and_no_control_character_is_left()
    {
        byte[] text = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        byte[] line = new byte[PmsgLineText.MostBytes(text.Length, text.Length)];
        int length = PmsgLineText.Write(line, new RecordTime(-1, 0), long.MaxValue / 2, uint.MaxValue, text, text);
        Assert.False(line.AsSpan(0, length - 1).ContainsAnyInRange((byte)0, (byte)0x1F));
        Assert.StartsWith("- +", Encoding.Latin1.GetString(line, 0, length), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("free text of another program")]
    [InlineData("2026-11-23T08:03:11Z +1234.567 b=1a2b3c4d no colon")]
    [InlineData("2026-11-23T08:03:11Z +1234.567 b=1a2b3c4d : no tag")]
    [InlineData("2026-13-23T08:03:11Z +1234.567 b=1a2b3c4d tag: month")]
    [InlineData("2026-11-23 08:03:11 +1234.567 b=1a2b3c4d tag: blank in time")]
    [InlineData("2026-11-23T08:03:11Z +1234. b=1a2b3c4d tag: fraction")]
    [InlineData("2026-11-23T08:03:11Z +9999999999999.0 b=1a2b3c4d tag: too long")]
    [InlineData("2026-11-23T08:03:11Z +1234.567 b=1a2b3c4 tag: short id")]
    [InlineData("2026-11-23T08:03:11Z +1234.567 b=1a2b3c4g tag: no digit")]
    public void Other_lines_are_none(string line) => Assert.False(PmsgLine.TryParse(Encoding.UTF8.GetBytes(line), out _));

    [Theory]
    [InlineData("1", 1000, false)]
    [InlineData("0.5", 500, false)]
    [InlineData("12.345", 12345, false)]
    [InlineData("12.345000", 12345, false)]
    [InlineData("12.345678", 12345, true)]
    public void Seconds_are_rounded_down_and_say_so(string text, long milliseconds, bool hasMore)
    {
        Assert.True(SecondsText.TryParse(Encoding.ASCII.GetBytes(text), out long read, out bool more));
        Assert.Equal((milliseconds, hasMore), (read, more));
    }

    private static string Write(RecordTime time, long uptime, uint boot, string tag, string text)
    {
        byte[] tagBytes = Encoding.UTF8.GetBytes(tag), textBytes = Encoding.UTF8.GetBytes(text);
        byte[] line = new byte[PmsgLineText.MostBytes(tagBytes.Length, textBytes.Length)];
        return Encoding.UTF8.GetString(line, 0, PmsgLineText.Write(line, time, uptime, boot, tagBytes, textBytes));
    }
}
