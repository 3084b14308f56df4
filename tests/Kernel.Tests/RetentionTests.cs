using System.Text.Json;
using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>A retention test over real resets: RAM that is kept, RAM in which the host flips bits between two boots, and RAM that is cleared.</summary>
public sealed class RetentionTests
{
    private const int Slots = 30, SlotSize = Crashed.ConsoleOffset / Slots, Header = 12, Flips = 1000;
    private const string Check = "pstore-agent retention check --json >/out/found && pstore-agent retention check";

    private static JsonElement Found(BootResult boot)
    {
        Assert.Equal(0, boot.Status);
        return JsonDocument.Parse(boot.File("found")).RootElement;
    }

    private static string? Conclusion(JsonElement found) => found.GetProperty("conclusion").GetString();

    private static long Number(JsonElement found, string name) => found.GetProperty(name).GetInt64();

    [Theory]
    [InlineData("")]
    [InlineData("ecc=16")]
    public void What_becomes_of_RAM_is_told_to_the_bit(string tree)
    {
        using var board = new Board();
        Boot boot = new() { Tree = tree.Length > 0 ? [tree] : [] };
        BootResult armed = board.Start(boot with { Script = "pstore-agent retention arm; echo refused $?; pstore-agent retention arm --yes && " + Check });
        Assert.Contains("refused 69", armed.Lines);
        Assert.Contains(armed.Lines, line => line.StartsWith($"{Slots} free slots are filled, ", StringComparison.Ordinal));
        Assert.True(Found(armed).GetProperty("armed_in_this_boot").GetBoolean());

        // Whether the driver is there or not.
        foreach (string words in (string[])["", Boot.NoDriver])
        {
            JsonElement kept = Found(board.Start(boot with { CommandLine = words, Script = Check }));
            Assert.Equal(("kept", false), (Conclusion(kept), kept.GetProperty("armed_in_this_boot").GetBoolean()));
            Assert.Equal(Number(kept, "bytes_written"), Number(kept, "bytes_intact"));
        }

        (int lost, int gained) = Flip(board, dataSize: (int)Number(Found(armed), "bytes_written") / Slots);
        JsonElement decayed = Found(board.Start(boot with { Script = Check }));
        Assert.Equal(("decayed", lost, gained), (Conclusion(decayed), Number(decayed, "bits_1_to_0"), Number(decayed, "bits_0_to_1")));

        // The kernel takes a filled slot for the free one that it is.
        board.Start(boot with { Script = "pstore-agent retention arm --yes; echo last words >/dev/pmsg0; crash" });
        BootResult after = board.Start(boot with { Script = $"mount -t pstore pstore /sys/fs/pstore; ls /sys/fs/pstore; head -n 1 /sys/fs/pstore/dmesg-ramoops-0; {Check}" });
        Assert.Contains(after.Lines, line => line.StartsWith("Panic#1", StringComparison.Ordinal));
        Assert.Equal(["dmesg-ramoops-0"], after.Lines.Where(line => line.StartsWith("dmesg-ramoops-", StringComparison.Ordinal)));
        Assert.Equal(("kept", 1), (Conclusion(Found(after)), Number(Found(after), "slots_taken")));

        board.WriteRegion(0, new byte[Board.RegionSize]);
        JsonElement wiped = Found(board.Start(boot with { Script = Check.Replace("check", "check --armed", StringComparison.Ordinal) }));
        Assert.Equal(("wiped", 0), (Conclusion(wiped), Number(wiped, "bytes_written")));
    }

    /// <summary>The board gets other sizes while it is armed: most headers are those of the old ones, and the records lie by the new ones.</summary>
    [Theory]
    [InlineData("", Boot.NoDriver)]
    [InlineData(" --yes", "")]
    public void Taking_a_pattern_away_takes_no_record_of_a_later_layout(string yes, string words)
    {
        using var board = new Board();
        board.Start(new Boot { Tree = ["record=0x4000"], Script = "true" });
        BootResult armed = board.Start(new Boot { Tree = ["record=0x4000"], CommandLine = Boot.NoDriver, Script = "pstore-agent retention arm" });
        Assert.Contains(armed.Lines, line => line.Contains(" free slots are filled, ", StringComparison.Ordinal));
        const string oops = "(echo EXCEPTION >/sys/kernel/debug/provoke-crash/DIRECT)";
        board.Start(new Boot { Script = $"{oops}; {oops}; {oops}" });
        const string show = "pstore-agent recover --json --kernel 6.1 --record-size 32K --console-size 32K --pmsg-size 4K --ftrace-size 0 --ecc 0 >/out/records";
        string[] before = Dumps(board.Start(new Boot { CommandLine = Boot.NoDriver, Script = show }));
        Assert.Equal(3, before.Length);
        BootResult wiped = board.Start(new Boot { CommandLine = words, Script = $"pstore-agent retention check --wipe{yes} && {show}" });
        Assert.Contains(wiped.Lines, line => line.StartsWith("Wiped ", StringComparison.Ordinal));
        Assert.Equal(before, Dumps(wiped));
    }

    private static string[] Dumps(BootResult boot)
    {
        Assert.Equal(0, boot.Status);
        return
        [
            .. JsonDocument.Parse(boot.File("records")).RootElement.GetProperty("records").EnumerateArray()
                .Where(record => record.GetProperty("name").GetString()!.StartsWith("dmesg-ramoops-", StringComparison.Ordinal))
                .Select(record => $"{record.GetProperty("name").GetString()} {record.GetProperty("size").GetInt64()}"),
        ];
    }

    /// <summary>Flips bits in the data of slots; how many were 1, and how many 0.</summary>
    private static (int Lost, int Gained) Flip(Board board, int dataSize)
    {
        byte[] region = board.ReadRegion();
        var random = new Random(11);
        var places = new HashSet<(int Byte, int Bit)>();
        int lost = 0;
        while (places.Count < Flips)
        {
            (int Byte, int Bit) place = ((random.Next(Slots) * SlotSize) + Header + random.Next(dataSize), random.Next(8));
            if (!places.Add(place)) continue;
            if ((region[place.Byte] >> place.Bit & 1) != 0) lost++;
            region[place.Byte] ^= (byte)(1 << place.Bit);
        }

        board.WriteRegion(0, region);
        return (lost, Flips - lost);
    }
}
