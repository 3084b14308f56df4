using System.Buffers.Binary;
using System.Text;
using Pstore.Verdicts;
using Xunit;

namespace Pstore.Tests.Verdicts;

public sealed class PmsgReasonTests
{
    [Theory]
    [InlineData("2026-11-23T08:03:11Z +1234.567 b=1a2b3c4d reason: firmware update", "firmware update", "2026-11-23T08:03:11Z", "1234.567", "1a2b3c4d")]
    [InlineData("- +0.5 b=00000000 reason: no clock here", "no clock here", null, "0.5", "00000000")]
    [InlineData("reason: user asked", "user asked", null, null, null)]
    [InlineData("reboot-reason:nightly", "nightly", null, null, null)]
    [InlineData("reason: \u001b[2Jred", "\u001b[2Jred", null, null, null)]
    public void A_line_of_the_format_is_read(string line, string text, string? time, string? uptime, string? bootId) =>
        Assert.Equal(new PmsgReason(text, time, uptime, bootId), PmsgReason.Parse(Encoding.UTF8.GetBytes(line)));

    [Theory]
    [InlineData("")]
    [InlineData("reason:")]
    [InlineData("reason:    ")]
    [InlineData("no reason: at all")]
    [InlineData("reasons: many")]
    [InlineData("2026-11-23T08:03:11Z +1234.567 b=1a2b3c4d note: not a reason")]
    [InlineData("2026-11-23T08:03:11Z 1234.567 b=1a2b3c4d reason: no plus")]
    [InlineData("2026-11-23T08:03:11Z +1234.567 b=1a2b reason: short id")]
    [InlineData("yesterday +1234.567 b=1a2b3c4d reason: no time")]
    public void Other_lines_tell_no_reason(string line) => Assert.Null(PmsgReason.Parse(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void The_last_one_counts()
    {
        Assert.Equal("second", Last("reason: first\nnoise\n- +9.0 b=1a2b3c4d reason: second\nnoise\n"));
        Assert.Equal("only", Last("reason: only"));
        Assert.Equal("after windows", Last("x\r\nreason: after windows\r\n"));
        Assert.Null(Last("\n\n\nnothing\n"));
    }

    [Fact]
    public void Android_records_are_read_too_and_the_last_place_wins()
    {
        byte[] tagged = Android("reason", "ota"), message = Android("updater", "reason: rollback"), other = Android("app", "hello");
        Assert.Equal("ota", PmsgReason.FindLast([.. other, .. tagged])?.Text);
        Assert.Equal("rollback", PmsgReason.FindLast([.. tagged, .. message, .. other])?.Text);
        Assert.Equal("line", PmsgReason.FindLast([.. tagged, .. "\nreason: line\n"u8])?.Text);
        Assert.Equal("ota", PmsgReason.FindLast([.. "reason: line\n"u8, .. tagged])?.Text);
        Assert.Null(PmsgReason.FindLast(other));
    }

    [Theory]
    [InlineData("reason: old\napp died- +9.0 b=1a2b3c4d reason: new\n", "new")]
    [InlineData("reason: old\napp died2026-11-23T08:03:11Z +1234.567 b=1a2b3c4d reason: new\n", "new")]
    [InlineData("reason: plain- +9.0 b=1a2b3c4d note: else\n", "plain")]
    [InlineData("- +9.0 b=1a2b3c4d user: quotes 2026-11-23T08:03:11Z +1.0 b=1a2b3c4d reason: forged\n", null)]
    public void A_line_behind_text_without_a_newline_is_read_and_a_quoted_one_is_not(string log, string? reason) => Assert.Equal(reason, Last(log));

    [Fact]
    public void A_line_behind_an_Android_record_is_the_last()
    {
        byte[] tagged = Android("reason", "ota");
        Assert.Equal("line", PmsgReason.FindLast([.. tagged, .. "2026-11-23T08:03:11Z +9.0 b=1a2b3c4d reason: line\n"u8])?.Text);
        Assert.Equal("ota", PmsgReason.FindLast([.. "- +9.0 b=1a2b3c4d reason: line\n"u8, .. tagged, .. "2026-11-23T08:03:11Z +9.0 b=1a2b3c4d user: x\n"u8])?.Text);
    }

    [Fact]
    public void A_reason_is_bounded_and_noise_is_harmless()
    {
        Assert.Equal(200, Last("reason: " + new string('x', 900))!.Length);
        Assert.Equal(200, Last("- +9.0 b=1a2b3c4d reason: " + new string('x', 100_000))!.Length);
        var random = new Random(3);
        byte[] noise = new byte[4096];
        for (int round = 0; round < 300; round++)
        {
            random.NextBytes(noise);
            Assert.Null(PmsgReason.FindLast(noise));
        }
    }

    private static string? Last(string log) => PmsgReason.FindLast(Encoding.UTF8.GetBytes(log))?.Text;

    private static byte[] Android(string tag, string message)
    {
        byte[] text = [4, .. Encoding.ASCII.GetBytes(tag), 0, .. Encoding.ASCII.GetBytes(message), 0];
        byte[] record = new byte[18 + text.Length];
        record[0] = (byte)'l';
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(1), (ushort)record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(10), 1_700_000_000);
        text.CopyTo(record, 18);
        return record;
    }
}
