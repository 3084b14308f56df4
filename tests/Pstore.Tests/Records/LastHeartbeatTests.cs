using System.Text;
using Pstore.Records;
using Pstore.Text;
using Xunit;

namespace Pstore.Tests.Records;

public sealed class LastHeartbeatTests
{
    private const string Head = "2026-11-23T08:03:11Z ";

    [Fact]
    public void The_last_beat_counts_whatever_else_is_written()
    {
        LastHeartbeat found = Find(
            "cut off, every 5.000 s",
            Head + "+10.000 b=1a2b3c4d heartbeat: beat 1, every 5.000 s",
            "free text",
            Head + "+15.250 b=1a2b3c4d heartbeat: beat 2, every 5.000 s",
            Head + "+16.000 b=1a2b3c4d user: beat it",
            Head + "+17.000 b=1a2b3c4d user: stopped")!;
        Assert.Equal(new LastHeartbeat("heartbeat", new RecordTime(1_795_420_991, 0), 15250, 0x1a2b3c4d, 5000, null), found);
    }

    [Fact]
    public void One_that_was_stopped_says_nothing_of_a_crash()
    {
        LastHeartbeat found = Find(Head + "+10.000 b=1a2b3c4d app: beat 1, every 5.000 s", Head + "+12.000 b=1a2b3c4d app: stopped, the program ended with 3")!;
        Assert.Equal((true, 12_000L), (found.HasStopped, found.StoppedUptimeMilliseconds));
        Assert.Null(found.MostUntilCrash(null));
        Assert.False(Find(Head + "+10.000 b=1a2b3c4d app: beat 1, every 5.000 s", Head + "+12.000 b=00000001 app: stopped")!.HasStopped);
    }

    [Fact]
    public void One_that_lives_goes_before_one_that_was_stopped_later()
    {
        LastHeartbeat found = Find(
            Head + "+10.000 b=1a2b3c4d slow: beat 1, every 30.000 s",
            Head + "+12.000 b=1a2b3c4d app: beat 1, every 5.000 s",
            Head + "+13.000 b=1a2b3c4d app: stopped")!;
        Assert.Equal(("slow", false), (found.Tag, found.HasStopped));
        Assert.Equal("app", Find(Head + "+10.000 b=00000001 slow: beat 1, every 30.000 s", Head + "+2.000 b=1a2b3c4d app: beat 1, every 5.000 s")!.Tag);
    }

    [Fact]
    public void A_beat_behind_text_without_a_newline_is_found() =>
        Assert.Equal(12_000, Find("app died" + Head + "+12.000 b=1a2b3c4d app: beat 1, every 5.000 s")!.UptimeMilliseconds);

    [Fact]
    public void Without_a_beat_there_is_none() => Assert.Null(Find("beat 1, every 5.000 s", Head + "+10.000 b=1a2b3c4d app: beat x, every 5.000 s"));

    [Theory]
    [InlineData(12001L, 2001L)]
    [InlineData(10000L, 0L)]
    [InlineData(9999L, null)]
    [InlineData(null, 5000L)]
    public void The_bound_is_the_time_to_the_crash_or_the_interval(long? crash, long? most) =>
        Assert.Equal(most, Find(Head + "+10.000 b=1a2b3c4d app: beat 1, every 5.000 s")!.MostUntilCrash(crash));

    [Theory]
    [InlineData("Panic#2 Part1\n<6>[   12.000001] one\n<0>[   13.500001] Kernel panic - not syncing: x\n<4>[   13.600000] last\nno time\n", true, 13600L)]
    [InlineData("[   13.500001] Kernel panic - not syncing: x\n[   13.600000] last\n[   18.600000] Rebooting in 5 seconds..\n", false, 13501L)]
    [InlineData("[   13.500001] all is well\n", false, null)]
    [InlineData("no times\n", true, null)]
    public void A_crash_is_timed_by_its_lines(string text, bool isDump, long? milliseconds) =>
        Assert.Equal(milliseconds, CrashTime.Find(Encoding.ASCII.GetBytes(text), isDump));

    private static LastHeartbeat? Find(params string[] lines) => LastHeartbeat.Find(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
}
