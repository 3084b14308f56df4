using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>The agent where there is little else: as the first process of a board that has no other file, and without /proc.</summary>
public sealed class InitTests
{
    private const string Waiting = "pstore-agent: done, waiting";

    [Theory]
    [InlineData("full", Boot.NoDriver + " pstore_agent.after=halt", Waiting)]
    [InlineData("full", "", Waiting)]
    [InlineData("nopstore", "pstore_agent.after=shell", "pstore-agent: /bin/sh: No such file or directory; waiting")]
    [InlineData("full", "pstore_agent.after=reboot", null)]
    public void Alone_it_prints_the_recovery_and_goes_on_as_told(string kernel, string commandLine, string? last)
    {
        using Board board = Crashed.NewBoard();
        BootResult boot = board.Start(new Boot { Kernel = kernel, CommandLine = commandLine, AgentIsInit = true, Until = last });

        Assert.Contains("Crash    Kernel panic - not syncing: sysrq triggered crash", boot.Console, StringComparison.Ordinal);
        foreach (string record in Crashed.Records.Keys) Assert.Contains($"\n{record} ", boot.Console, StringComparison.Ordinal);
        Assert.Contains(last ?? "reboot: Restarting system", boot.Console, StringComparison.Ordinal);
        Assert.DoesNotContain("Attempted to kill init", boot.Console, StringComparison.Ordinal);
        Assert.Equal(Crashed.Region[..Crashed.ConsoleOffset], board.ReadRegion()[..Crashed.ConsoleOffset]);
    }

    [Fact]
    public void Without_proc_and_dev_mem_it_reads_what_is_named()
    {
        using Board board = Crashed.NewBoard();
        BootResult boot = board.Start(new Boot
        {
            CommandLine = Boot.NoDriver,
            Script = $"""
                umount /sys/kernel/debug /sys /proc
                rm /dev/mem
                ls -A / /dev /tmp >/out/before
                /bin/pstore-agent --mem-address 0x{Board.RegionAddress:x} --mem-size 0x{Board.RegionSize:x}
                /bin/pstore-agent dump /out/region.bin --mem-address 0x{Board.RegionAddress:x} --mem-size 0x{Board.RegionSize:x} >/dev/null
                ls -A / /dev /tmp | cmp - /out/before
                """,
        });

        Assert.Equal(0, boot.Status);
        Assert.Contains("Crash    Kernel panic - not syncing: sysrq triggered crash", boot.Log, StringComparison.Ordinal);
        Assert.Equal(Crashed.Region, boot.File("region.bin"));
    }
}
