using Pstore.Records;
using PstoreAgent.Archive;
using PstoreAgent.CommandLine;
using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Archive;

/// <summary>How much an archive may hold.</summary>
public sealed class LimitTests
{
    [Fact]
    public void The_oldest_go_first_and_the_entry_just_made_stays()
    {
        using var folder = new TemporaryDirectory();
        string store = ArchiveTests.Filled(folder, 0, 7, 10);
        string[] before = [.. StoreState.Read(store).Entries];
        AgentResult result = ArchiveTests.Collect(store, 11, "--max-count", "2");
        Assert.EndsWith("\nremoved 2 old entries\n", result.Output, StringComparison.Ordinal);
        string[] after = [.. StoreState.Read(store).Entries];
        Assert.Equal(2, after.Length);
        Assert.Equal(before[2], after[0]);

        ArchiveTests.Collect(store, 12, "--max-size", "1");
        Assert.Single(StoreState.Read(store).Entries);
    }

    [Fact]
    public void A_limit_acts_where_there_is_nothing_to_archive_too()
    {
        using var folder = new TemporaryDirectory();
        string store = ArchiveTests.Filled(folder, 0, 7, 10);
        AgentResult result = ArchiveTests.Collect(store, 10, "--max-count", "1", "--json");
        Assert.Equal((0, 2), (result.ExitCode, (int)result.Json()["removed"]!));
        Assert.Single(StoreState.Read(store).Entries);
        Assert.Equal(("", ""), (ArchiveTests.Collect(store, 10, "--max-count", "1").Output, ArchiveTests.Collect(store, 10).Output));
    }

    [Fact]
    public void A_limit_that_can_not_be_met_is_warned_of()
    {
        using var folder = new TemporaryDirectory();
        AgentResult result = ArchiveTests.Collect(folder.Join("store"), 0, "--max-size", "1");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("its limits can't be met", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_newest_crash_stays()
    {
        using var folder = new TemporaryDirectory();
        string store = ArchiveTests.Filled(folder, 0);
        string[] crash = [.. StoreState.Read(store).Entries];
        foreach (string text in (string[])["one", "two", "three"])
        {
            string image = Console(folder, text);
            AgentResult result = Agent.Run("collect", store, "--max-count", "1", "--image", image);
            Assert.True(result.ExitCode == 0, result.Errors);
            Assert.DoesNotContain("panic", result.Output, StringComparison.Ordinal);
        }

        string[] after = [.. StoreState.Read(store).Entries];
        Assert.Equal(2, after.Length);
        Assert.Equal(crash[0], after[0]);
    }

    [Fact]
    public void Room_on_the_file_system_is_a_limit_too()
    {
        using var folder = new TemporaryDirectory();
        string store = ArchiveTests.Filled(folder, 0, 7);
        ArchiveTests.Collect(store, 10, "--min-free", long.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Single(StoreState.Read(store).Entries);
        ArchiveTests.Collect(store, 11, "--max-age", "1m", "--min-free", "1", "--min-inodes", "1");
        Assert.Equal(2, StoreState.Read(store).Entries.Count);
    }

    [Fact]
    public void Entries_grow_too_old_by_a_clock_that_was_set()
    {
        using var folder = new TemporaryDirectory();
        string store = ArchiveTests.Filled(folder, 0, 7), index = Path.Combine(store, "index");
        string[] lines = File.ReadAllLines(index);
        long old = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 7200;
        lines[0] = System.Text.RegularExpressions.Regex.Replace(lines[0], "time=[0-9]+", $"time={old}");
        File.WriteAllLines(index, lines);
        ArchiveTests.Collect(store, 10, "--max-age", "3h");
        Assert.Equal(3, StoreState.Read(store).Entries.Count);
        ArchiveTests.Collect(store, 11, "--max-age", "1h");
        Assert.Equal(3, StoreState.Read(store).Entries.Count);
        Assert.DoesNotContain(StoreState.Read(store).Entries, name => name.StartsWith("00000001", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1970-01-01T00:00:12Z", 0, false)]
    [InlineData("2025-12-31T23:59:59Z", 0, false)]
    [InlineData("2026-06-01T00:00:00Z", 0, true)]
    [InlineData("2026-06-01T00:00:00Z", 1_790_000_000, false)]
    public void A_clock_before_this_program_or_before_a_record_was_not_set(string now, long record, bool isSet)
    {
        CollectionTime time = CollectionTime.Of(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture), [new RecordTime(record, 0)]);
        Assert.Equal((isSet, isSet), (time.IsSet, time.Seconds != null));
    }

    [Theory]
    [InlineData("90m", 90)]
    [InlineData("12h", 720)]
    [InlineData("30d", 43200)]
    [InlineData("2w", 20160)]
    public void Spans_of_time_are_whole_numbers_with_a_unit(string text, int minutes)
    {
        Assert.True(DurationText.TryParse(text, out long milliseconds));
        Assert.Equal(minutes * 60_000L, milliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("-1d")]
    [InlineData("1.h")]
    [InlineData(".5h")]
    [InlineData("1.2345s")]
    [InlineData("1.-5s")]
    [InlineData("4294967296w")]
    public void Other_words_are_none(string text) => Assert.False(DurationText.TryParse(text, out _));

    /// <summary>A console that ends as intended.</summary>
    private static string Console(TemporaryDirectory folder, string word)
    {
        byte[] region = Sources.Live.LiveMachine.Region("01-one-panic");
        byte[] text = System.Text.Encoding.ASCII.GetBytes($"[    0.000000] Linux version 6.1.192 (root@host) #1 SMP\n[    1.000000] boot {word}\n[    2.000000] reboot: Restarting system\n");
        region.AsSpan(0, 0x83ba).Clear();
        BitConverter.TryWriteBytes(region, 0x43474244);
        region.AsSpan(0xf6fcc + 4, 0x7ffc).Clear();
        region.AsSpan(0xfefcc + 4, 0x100).Clear();
        BitConverter.TryWriteBytes(region.AsSpan(0xf6fcc + 4), text.Length);
        BitConverter.TryWriteBytes(region.AsSpan(0xf6fcc + 8), text.Length);
        text.CopyTo(region, 0xf6fcc + 12);
        return folder.Write($"image-{word}", region);
    }
}
