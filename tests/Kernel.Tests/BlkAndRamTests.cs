using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>A board with a ramoops region and a disk that pstore_blk wrote to in an earlier boot: both are read, and told apart.</summary>
public sealed class BlkAndRamTests
{
    private static readonly string[] s_ramoops = [$"{Crashed.Console} ramoops", $"{Crashed.Dmesg} ramoops", $"{Crashed.Pmsg} ramoops"];

    [Theory]
    [InlineData("initcall_blacklist=ramoops_init,pstore_blk_init")]
    [InlineData("initcall_blacklist=pstore_blk_init pstore.backend=ramoops")]
    public void Records_of_both_say_whose_they_are(string driver)
    {
        using Board board = BlkCrashed.NewBoard();
        board.WriteRegion(0, Crashed.Region);
        BootResult boot = board.Start(new Boot
        {
            CommandLine = $"{BlkCrashed.Store.CommandLine} {driver}",
            Script = "pstore-agent recover --json >/out/recovery && pstore-agent",
        });

        Assert.True(boot.Status == 0, boot.Log);
        string[] expected = [.. s_ramoops, .. BlkCrashed.Records.Keys.Select(record => $"{record} pstore_blk")];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Recovery.Parse(boot.Text("recovery")).Backends.Where(IsOfBootBefore));
        Assert.Equal(BlkCrashed.Disk, board.ReadBlk());
    }

    // The bound driver's own boot is listed beside it, and what a longer log left behind a shorter one's end.
    private static bool IsOfBootBefore(string record) => !record.Contains(".current ", StringComparison.Ordinal) && !record.Contains(".stale", StringComparison.Ordinal);
}
