using System.Text;
using Pstore.Ram;
using Pstore.Recovery;
using Xunit;

namespace Pstore.Tests.Recovery;

/// <summary>Memory and the mounted file system of one machine.</summary>
public sealed class RecordMergeTests
{
    private const RecordPlaces Both = RecordPlaces.Region | RecordPlaces.FileSystem;

    public static TheoryData<string> Captures => [.. Fixtures.CaptureNames];

    [Theory]
    [MemberData(nameof(Captures))]
    public void What_the_kernel_shows_and_memory_still_holds_is_there_once(string name)
    {
        var capture = new Capture(name);
        RecoveredRegion region = RegionRecovery.Recover(capture.Region, RecoveryOptions.Nothing);
        List<RecoveredRecord> merged = RecordMerge.Merge(region.Records, Files(capture), driverBound: true);
        RecoveredRecord[] shown = [.. merged.Where(record => record.IsShownByKernel)];
        Assert.Equal(capture.Shown.Count, shown.Length);
        Assert.All(shown, record => Assert.Equal(Both, record.Places));
        Assert.DoesNotContain(merged, record => record.IsCurrentContent);
        Assert.Equal(region.Records.Count(record => record.IsShownByKernel), shown.Length);
    }

    [Theory]
    [InlineData("05-ftrace")]
    [InlineData("06-ftrace-percpu")]
    [InlineData("21-612-ftrace-percpu")]
    public void A_trace_with_another_entry_is_another_trace(string name)
    {
        var capture = new Capture(name);
        RecoveredRecord memory = RegionRecovery.Recover(capture.Region, RecoveryOptions.Nothing).Records.Single(record => record.Kind == ZoneKind.Ftrace);
        byte[] text = capture.Shown["ftrace-ramoops-0"];
        int second = text.AsSpan().IndexOf((byte)'\n') + 1;
        byte[] renamed = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(text).Replace(" <- ", " <- my_", StringComparison.Ordinal));
        byte[] changed = [.. text];
        changed[second + "CPU:0 ts:".Length] ^= 1;

        Assert.Equal([Both], Places(renamed));
        foreach (byte[] other in (byte[][])[changed, text[second..], [.. text, .. text.AsSpan(0, second)]])
            Assert.Equal([RecordPlaces.FileSystem, RecordPlaces.Region], Places(other));

        RecordPlaces[] Places(byte[] file) =>
            [.. RecordMerge.Merge([memory], [FileRecord.Read("ftrace-ramoops-0", file, null)!], true).Select(record => record.Places)];
    }

    [Fact]
    public void The_bound_drivers_console_and_messages_are_this_boots()
    {
        List<RecoveredRecord> merged = RecordMerge.Merge(
            [Zone(ZoneKind.Dmesg, "a dump\n"), Zone(ZoneKind.Console, "now\n"), Zone(ZoneKind.Pmsg, "now too\n")], [File("console-ramoops-0", "before\n")], driverBound: true);
        Assert.Equal(
            ["console-ramoops-0", "dmesg-ramoops-0", "console-ramoops-0.current", "pmsg-ramoops-0.current"],
            merged.Select(record => record.Name));
        Assert.Equal("before\n", Text(merged[0]));
    }

    [Fact]
    public void Without_a_driver_zones_are_what_the_boot_before_left()
    {
        List<RecoveredRecord> merged = RecordMerge.Merge([Zone(ZoneKind.Console, "before\n"), Zone(ZoneKind.Pmsg, "before\n")], [], driverBound: false);
        Assert.Equal(["console-ramoops-0", "pmsg-ramoops-0"], merged.Select(record => record.Name));
    }

    [Fact]
    public void Rings_of_a_block_store_are_the_boot_befores_until_the_kernel_shows_them()
    {
        RecoveredRecord pmsg = Zone(ZoneKind.Pmsg, "in the ring\n") with { Backend = "pstore_blk" };
        Assert.Equal(["pmsg-pstore_blk-0"], RecordMerge.Merge([pmsg], [], driverBound: true).Select(record => record.Name));
        List<RecoveredRecord> merged = RecordMerge.Merge([pmsg], [File("console-pstore_blk-0", "shown\n")], driverBound: true);
        Assert.Equal(["console-pstore_blk-0", "pmsg-pstore_blk-0.current"], merged.Select(record => record.Name));
    }

    [Fact]
    public void A_slot_that_was_written_again_gives_two_dumps()
    {
        List<RecoveredRecord> merged = RecordMerge.Merge([Zone(ZoneKind.Dmesg, "new\n")], [File("dmesg-ramoops-0", "old\n")], driverBound: true);
        Assert.Equal([("dmesg-ramoops-0", "old\n"), ("dmesg-ramoops-0.current", "new\n")], merged.Select(record => (record.Name, Text(record))));
    }

    [Fact]
    public void Another_backends_record_of_the_same_number_is_another_record()
    {
        List<RecoveredRecord> merged = RecordMerge.Merge([Zone(ZoneKind.Dmesg, "same\n")], [File("dmesg-efi_pstore-0", "same\n")], driverBound: true);
        Assert.Equal(["dmesg-efi_pstore-0", "dmesg-ramoops-0"], merged.Select(record => record.Name));
    }

    [Fact]
    public void What_lies_behind_a_console_begun_anew_is_not_told_twice()
    {
        RecoveredRecord tail = Zone(ZoneKind.Console, "the end of what was before\n") with { Origin = RecordOrigin.StaleTail, Number = 1 };
        RecoveredRecord file = File("console-ramoops-0", "all of it, and the end of what was before\n");
        Assert.Equal([file], RecordMerge.Merge([tail], [file], driverBound: true));

        RecoveredRecord older = tail with { Content = "of a boot that no file tells of\n"u8.ToArray() };
        RecoveredRecord pmsg = File("pmsg-ramoops-0", "the end of what was before\n");
        Assert.Equal(["console-ramoops-0", "console-ramoops-0.stale-tail-1"], RecordMerge.Merge([older], [file], true).Select(record => record.Name));
        Assert.Equal(["pmsg-ramoops-0", "console-ramoops-0.stale-tail-1"], RecordMerge.Merge([tail], [pmsg], true).Select(record => record.Name));
    }

    private static List<RecoveredRecord> Files(Capture capture) =>
        [.. capture.Shown.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => FileRecord.Read(file.Key, file.Value, null)!)];

    internal static RecoveredRecord File(string name, string text) => FileRecord.Read(name, Encoding.UTF8.GetBytes(text), null)!;

    internal static RecoveredRecord Zone(ZoneKind kind, string text) => new()
    {
        Kind = kind,
        Id = 0,
        Origin = RecordOrigin.Live,
        Content = Encoding.UTF8.GetBytes(text),
        Raw = Encoding.UTF8.GetBytes(text),
        Offset = 0,
        ZoneName = kind.Name(),
        Packing = PackingInfo.Plain(text.Length),
    };

    private static string Text(RecoveredRecord record) => Encoding.UTF8.GetString(record.Content.Span);
}
