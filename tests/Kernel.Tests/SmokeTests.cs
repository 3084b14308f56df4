using System.Text;
using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>The bed itself: a crash stays in RAM over a reset, the host sees it, and the next kernel does.</summary>
public sealed class SmokeTests
{
    [Fact]
    public void A_panic_outlives_the_reset()
    {
        using var board = new Board();
        BootResult crashed = board.Start(new Boot { Script = "echo last words >/dev/pmsg0; uname -r >/out/release; crash" });
        Assert.Null(crashed.Status);
        Assert.Contains("Kernel panic - not syncing: sysrq triggered crash", crashed.Console, StringComparison.Ordinal);

        using var folder = new TemporaryFolder();
        HostResult recovered = HostProcess.Run(Paths.HostAgent, ["recover", "--image", folder.Write("region.bin", board.ReadRegion())]);
        Assert.Equal((0, ""), (recovered.ExitCode, recovered.Errors));
        Assert.Contains("Kernel panic - not syncing: sysrq triggered crash", recovered.Output, StringComparison.Ordinal);

        BootResult read = board.Start(new Boot { Script = "mount -t pstore pstore /sys/fs/pstore && cp -r /sys/fs/pstore /out/" });
        Assert.Equal(0, read.Status);
        SortedDictionary<string, byte[]> records = read.Folder("pstore");
        Assert.Equal(["console-ramoops-0", "dmesg-ramoops-0", "pmsg-ramoops-0"], records.Keys);
        Assert.Equal("last words\n", Encoding.UTF8.GetString(records["pmsg-ramoops-0"]));
    }
}
