using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>The board resets as hardware does: the emulator stays, and so does its RAM.</summary>
public sealed class WarmResetTests
{
    [Fact]
    public void Each_start_reads_what_the_one_before_wrote()
    {
        using var board = new Board();
        BootResult boot = board.Start(new Boot
        {
            ResetsStay = true,
            Script = """
                mount -t pstore pstore /sys/fs/pstore
                cp /sys/fs/pstore/pmsg-ramoops-0 /out/ 2>/dev/null
                echo stage $STAGE >/dev/pmsg0
                [ $STAGE = 2 ] || crash
                """,
        });

        Assert.Equal(0, boot.Status);
        Assert.Equal(["", "stage 0\n", "stage 1\n"], boot.Stages.Select(files => files.TryGetValue("pmsg-ramoops-0", out byte[]? text) ? System.Text.Encoding.UTF8.GetString(text) : ""));
    }

    [Fact]
    public void The_agent_reads_what_the_start_before_it_left()
    {
        using var board = new Board();
        BootResult boot = board.Start(new Boot
        {
            ResetsStay = true,
            Script = """
                echo stage $STAGE >/dev/pmsg0
                [ $STAGE = 1 ] || crash
                pstore-agent recover --json >/out/recovery
                """,
        });

        Assert.Equal(0, boot.Status);
        Recovery recovery = Recovery.Parse(boot.Text("recovery"));
        Assert.Equal(
            [
                $"{Crashed.Console} previous pstore", $"{Crashed.Console}.current current mem", $"{Crashed.Dmesg} previous mem,pstore",
                $"{Crashed.Pmsg} previous pstore", $"{Crashed.Pmsg}.current current mem",
            ],
            recovery.Records);
    }

    [Fact]
    public void Without_a_driver_the_agent_reads_what_a_reset_left()
    {
        using Board board = Crashed.NewBoard();
        BootResult boot = board.Start(new Boot
        {
            ResetsStay = true,
            CommandLine = Boot.NoDriver,
            Script = """
                [ $STAGE = 1 ] || crash
                pstore-agent dump /out/region.bin
                pstore-agent recover --json >/out/recovery
                """,
        });

        Assert.Equal(Crashed.Region, boot.File("region.bin"));
        Assert.Equal([$"{Crashed.Console} previous mem", $"{Crashed.Dmesg} previous mem", $"{Crashed.Pmsg} previous mem"], Recovery.Parse(boot.Text("recovery")).Records);
    }
}
