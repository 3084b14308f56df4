using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>Clearing while the driver is bound: its own unlink, and never of what was written meanwhile.</summary>
public sealed class ClearBoundTests
{
    private const int Start = 4, HeaderEnd = 12;

    [Fact]
    public void A_dump_is_unlinked_and_this_boots_zones_stay()
    {
        using Board board = Crashed.NewBoard();
        BootResult boot = board.Start(new Boot
        {
            Script = """
                echo this boot >/dev/pmsg0
                for record in console pmsg console.current pmsg.current; do
                    pstore-agent clear $record --yes >/dev/null 2>>/out/problems; echo $record $?
                done
                pstore-agent clear dmesg-0 --wipe --yes >/dev/null 2>>/out/problems; echo wipe $?
                pstore-agent clear --all --yes; echo all $?
                pstore-agent recover --json >/out/recovery
                grep pstore /proc/mounts
                """,
        });

        Assert.Equal(["console 69", "pmsg 69", "console.current 69", "pmsg.current 69", "wipe 69"], boot.Lines[..5]);
        Assert.Equal(5, boot.Text("problems").Split("was not cleared: ").Length - 1);
        Assert.Contains($"cleared {Crashed.Dmesg}", boot.Lines);
        Assert.Equal(4, boot.Lines.Where(line => line.StartsWith("left ", StringComparison.Ordinal)).Sum(line => line.Split(": ")[0].Split(", ").Length));
        Assert.Equal("all 0", boot.Lines[^1]);
        Assert.DoesNotContain(Recovery.Parse(boot.Text("recovery")).Records, record => record.StartsWith(Crashed.Dmesg + " ", StringComparison.Ordinal));
        byte[] expected = Crashed.Region[..Crashed.ConsoleOffset];
        expected.AsSpan(Start, HeaderEnd - Start).Clear();
        byte[] region = board.ReadRegion();
        Assert.Equal(expected, region[..Crashed.ConsoleOffset]);
        Assert.Equal("this boot\n"u8, region.AsSpan(Crashed.ConsoleOffset + 0x8000 + HeaderEnd, 10));
    }

    [Fact]
    public void A_slot_that_an_oops_has_taken_since_stays()
    {
        using Board board = Crashed.NewBoard();
        BootResult boot = board.Start(new Boot
        {
            Script = $"""
                mount -t pstore pstore /sys/fs/pstore
                {Scenarios.Oops}
                pstore-agent clear dmesg-0 --yes >/dev/null 2>/out/problem; echo exit $?
                ls /sys/fs/pstore
                """,
        });

        Assert.Contains("exit 69", boot.Lines);
        Assert.Contains(Crashed.Dmesg, boot.Lines);
        Assert.Contains("written anew since the kernel read it", boot.Text("problem"), StringComparison.Ordinal);
        Assert.True(BitConverter.ToInt32(board.ReadRegion(), 8) > 0);
    }

    [Fact]
    public void Unread_slots_are_cleared_until_an_oops_may_have_taken_one()
    {
        var boot = new Boot { Place = Place.Outside };
        using var board = new Board();
        board.Start(boot with { Script = $"{Scenarios.Oops}; {Scenarios.Oops}; crash" });
        byte[] before = board.ReadRegion();
        BootResult result = board.Start(boot with
        {
            Script = $"""
                pstore-agent clear dmesg-1 --yes; echo exit $?
                mount -t pstore pstore /sys/fs/pstore
                ls /sys/fs/pstore >/out/files
                {Scenarios.Oops}
                pstore-agent clear dmesg-2 --yes >/dev/null 2>/out/problem; echo exit $?
                """,
        });

        Assert.Equal(["exit 0", "exit 69"], result.Lines.Where(line => line.StartsWith("exit", StringComparison.Ordinal)));
        Assert.Equal([Crashed.Console, Crashed.Dmesg, "dmesg-ramoops-2"], result.Text("files").Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("an oops of this boot may have been written to its slot", result.Text("problem"), StringComparison.Ordinal);
        byte[] after = board.ReadRegion();
        const int zone = 0x83ba;
        Assert.Equal(0L, BitConverter.ToInt64(after, zone + Start));
        Assert.Equal(before[(2 * zone)..(3 * zone)], after[(2 * zone)..(3 * zone)]);
    }
}
