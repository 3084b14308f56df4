using System.Text.Json;
using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests;

/// <summary>retention on a machine whose memory is a file: a crash in slot 0, the other 29 slots are free.</summary>
public sealed class RetentionCommandTests : IDisposable
{
    private const string Capture = "01-one-panic";
    private const int SlotSize = 0x83ba, Header = 12, Free = 29;

    private readonly byte[] _before = LiveMachine.Region(Capture);
    private readonly LiveMachine _machine;

    public RetentionCommandTests() => _machine = LiveMachine.Board(_before);

    public void Dispose() => _machine.Dispose();

    private byte[] Now()
    {
        byte[] region = new byte[_before.Length];
        using FileStream memory = File.OpenRead(_machine.Memory);
        memory.Position = (long)LiveMachine.Address;
        memory.ReadExactly(region);
        return region;
    }

    private JsonElement Check(params string[] more)
    {
        AgentResult result = _machine.Run(["retention", "check", "--json", .. more]);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        return JsonDocument.Parse(result.Output).RootElement;
    }

    private void Arm()
    {
        AgentResult result = _machine.Run("retention", "arm");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.StartsWith($"{Free} free slots are filled, {Free * (SlotSize - Header)} bytes; ", result.Output, StringComparison.Ordinal);
    }

    private static long Number(JsonElement result, string name) => result.GetProperty(name).GetInt64();

    [Fact]
    public void Only_the_data_of_free_slots_is_written()
    {
        Arm();
        byte[] after = Now();
        Assert.Equal(_before[..SlotSize], after[..SlotSize]);
        Assert.Equal(_before[(30 * SlotSize)..], after[(30 * SlotSize)..]);
        for (int slot = 1; slot <= Free; slot++)
        {
            int start = slot * SlotSize;
            Assert.Equal(_before[start..(start + Header)], after[start..(start + Header)]);
            Assert.True(after.AsSpan(start + Header, SlotSize - Header).ContainsAnyExcept((byte)0));
        }

        // The records are as before, and nothing is taken for one.
        Assert.Equal(Records(_machine.Image(_before)), Records(_machine.Image(after)));
    }

    private static string[] Records(string image)
    {
        AgentResult result = Agent.Run("recover", "--json", "--image", image);
        return [.. JsonDocument.Parse(result.Output).RootElement.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("name").GetString()!)];
    }

    [Fact]
    public void What_is_intact_and_what_has_flipped_is_counted_where_it_is()
    {
        Arm();
        JsonElement kept = Check();
        Assert.Equal(("kept", Free * (long)(SlotSize - Header)), (kept.GetProperty("conclusion").GetString(), Number(kept, "bytes_intact")));

        byte[] region = Now();
        int place = (7 * SlotSize) + 0x4321;
        region[place] ^= 0x11;
        _machine.Write(LiveMachine.Address, region);
        JsonElement decayed = Check();
        Assert.Equal(("decayed", 2), (decayed.GetProperty("conclusion").GetString(), Number(decayed, "bits_1_to_0") + Number(decayed, "bits_0_to_1")));
        JsonElement range = Assert.Single(decayed.GetProperty("lost_ranges").EnumerateArray());
        Assert.Equal(($"0x{LiveMachine.Address + (ulong)place:x}", 1), (range.GetProperty("address").GetString(), Number(range, "size")));
    }

    [Fact]
    public void A_record_that_came_since_takes_its_slot_out()
    {
        Arm();
        byte[] region = Now();
        region.AsSpan(0, SlotSize).CopyTo(region.AsSpan(SlotSize));
        _machine.Write(LiveMachine.Address, region);
        JsonElement result = Check();
        Assert.Equal(("kept", 1, (Free - 1) * (long)(SlotSize - Header)), (result.GetProperty("conclusion").GetString(), Number(result, "slots_taken"), Number(result, "bytes_written")));
    }

    [Fact]
    public void A_record_that_came_and_was_cleared_takes_its_slot_out_too()
    {
        Arm();
        byte[] region = Now();
        region.AsSpan(0, SlotSize).CopyTo(region.AsSpan(SlotSize));
        region.AsSpan(SlotSize + 4, 8).Clear();
        _machine.Write(LiveMachine.Address, region);
        JsonElement result = Check();
        Assert.Equal(("kept", 1), (result.GetProperty("conclusion").GetString(), Number(result, "slots_taken")));
    }

    [Fact]
    public void Wipe_takes_the_pattern_away_and_leaves_the_records()
    {
        Arm();
        Assert.Equal("kept", Check("--wipe").GetProperty("conclusion").GetString());
        Assert.Equal(_before[..SlotSize], Now()[..SlotSize]);
        Assert.All(Enumerable.Range(1, Free), slot => Assert.False(Now().AsSpan((slot * SlotSize) + Header, SlotSize - Header).ContainsAnyExcept((byte)0)));

        // One value says nothing of a reset, unless there was a pattern before it.
        Assert.Equal("unknown", Check().GetProperty("conclusion").GetString());
        Assert.Equal("wiped", Check("--armed").GetProperty("conclusion").GetString());
        Assert.Contains("add --armed", _machine.Run("retention", "check").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_armed_memory_is_not_condemned() => Assert.Equal("unknown", Check().GetProperty("conclusion").GetString());

    /// <summary>The kernel that crashes has slots of twice the size: its records lie where older headers, which are the more, have others.</summary>
    [Fact]
    public void Wipe_leaves_records_of_another_layout()
    {
        const int live = 0x10540;
        Arm();
        byte[] region = Now();
        byte[] record = _before[..0x9000];
        for (int i = 1; i <= 3; i++) record.CopyTo(region, i * live);
        _machine.Write(LiveMachine.Address, region);
        AgentResult wiped = _machine.Run("retention", "check", "--wipe");
        Assert.Equal((0, ""), (wiped.ExitCode, wiped.Errors));
        Assert.Matches("(?m)^Wiped      [0-9]+ bytes of the pattern; [0-9]+ bytes of its slots are something else, or next to it, and stay$", wiped.Output);
        byte[] after = Now();
        for (int i = 1; i <= 3; i++) Assert.Equal(record, after[(i * live)..((i * live) + record.Length)]);
        Assert.False(after.AsSpan((20 * SlotSize) + Header, SlotSize - Header).ContainsAnyExcept((byte)0));
    }

    /// <summary>What is left of a crash whose header says nothing any more, in a slot whose rest is pattern.</summary>
    [Fact]
    public void Wipe_leaves_what_is_no_pattern()
    {
        Arm();
        byte[] region = Now();
        byte[] remains = _before[Header..3000];
        int place = (12 * SlotSize) + 0x1234;
        remains.CopyTo(region, place);
        _machine.Write(LiveMachine.Address, region);
        Assert.Equal(0, _machine.Run("retention", "check", "--wipe").ExitCode);
        Assert.Equal(remains, Now()[place..(place + remains.Length)]);
    }

    [Fact]
    public void With_all_dump_headers_lost_the_pattern_is_found()
    {
        Arm();
        byte[] region = Now();
        for (int slot = 0; slot <= Free; slot++) region.AsSpan(slot * SlotSize, Header).Clear();
        _machine.Write(LiveMachine.Address, region);
        JsonElement result = Check();
        Assert.Equal(("kept", Free * (long)(SlotSize - Header)), (result.GetProperty("conclusion").GetString(), Number(result, "bytes_intact")));
        JsonElement image = JsonDocument.Parse(Agent.Run("retention", "check", "--json", "--image", _machine.Image(region)).Output).RootElement;
        Assert.Equal("kept", image.GetProperty("conclusion").GetString());
    }

    [Theory]
    [InlineData("arm")]
    [InlineData("check", "--wipe")]
    public void A_bound_driver_is_respected(params string[] words)
    {
        Arm();
        byte[] armed = Now();
        if (words[0] == "arm") _machine.Write(LiveMachine.Address, armed = _before);
        _machine.WithDriver();
        AgentResult result = _machine.Run(["retention", .. words]);
        Assert.Equal(69, result.ExitCode);
        Assert.Contains("the ramoops driver holds the region", result.Errors, StringComparison.Ordinal);
        Assert.Equal(armed, Now());
        Assert.Equal(0, _machine.Run(["retention", .. words, "--yes"]).ExitCode);
        Assert.NotEqual(armed, Now());
    }

    [Fact]
    public void Where_memory_can_not_be_had_the_file_system_is_no_way_out()
    {
        File.Delete(_machine.Memory);
        AgentResult result = _machine.Run("retention", "arm");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("test with a kernel that allows it", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("pstore file system", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("unlinked", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, "retention")]
    [InlineData(64, "retention", "burn")]
    [InlineData(64, "retention", "arm", "--json")]
    [InlineData(64, "retention", "arm", "--armed")]
    public void Mistakes_are_told(int code, params string[] args) => Assert.Equal(code, _machine.Run(args).ExitCode);
}
