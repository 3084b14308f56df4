using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>Each boot says why the one before it ended.</summary>
public sealed class VerdictTests
{
    private const string Panic = "panic: Kernel panic - not syncing: sysrq triggered crash";

    [Fact]
    public void Every_way_to_end_is_told_apart_by_the_next_boot()
    {
        using var board = new Board();
        Assert.Equal("power-loss: ", VerdictOn(board));
        Assert.Equal("intended: reboot: Power down", VerdictOn(board));

        board.Start(new Boot { Script = "echo '- +5.0 b=00000000 reason: update' >/dev/pmsg0; echo cut here >/dev/console; sleep 60", Until = "cut here" });
        Assert.Equal("intended: update", VerdictOn(board));

        board.Start(new Boot { Script = "echo cut here >/dev/console; sleep 60", Until = "cut here" });
        Assert.Equal("unclean: ", VerdictOn(board));

        board.Start(new Boot { Script = "crash" });
        Assert.Equal(Panic, VerdictOn(board, Boot.NoDriver));
        Assert.Equal(Panic, VerdictOn(board));
        Assert.Equal("intended: reboot: Power down", VerdictOn(board));
    }

    private static string VerdictOn(Board board, string commandLine = "")
    {
        BootResult boot = board.Start(new Boot { CommandLine = commandLine, Script = "pstore-agent recover --json >/out/recovery" });
        return boot.Status == 0 ? Recovery.Parse(boot.Text("recovery")).Verdict : throw new BedException("recover failed", boot.Console);
    }
}
