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
}
