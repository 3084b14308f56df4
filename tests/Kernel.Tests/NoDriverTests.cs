using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>A kernel that has no driver for the region: the agent finds it in the device tree, with no option at all.</summary>
public sealed class NoDriverTests
{
    [Theory]
    [InlineData("full")]
    [InlineData("nopstore")]
    public void All_records_are_recovered_with_no_option(string kernel)
    {
        using Board board = Crashed.NewBoard();
        BootResult boot = board.Start(new Boot
        {
            Kernel = kernel,
            CommandLine = Boot.NoDriver,
            Script = """
                set -e
                pstore-agent
                pstore-agent recover --json >/out/recovery
                pstore-agent layout --json >/out/layout
                pstore-agent extract /out/records >/dev/null
                pstore-agent dump /out/dump/ >/dev/null
                pstore-agent show console >/out/console
                """,
        });

        Assert.Equal(0, boot.Status);
        Assert.Contains("Found by /proc/device-tree/reserved-memory/ramoops@880000000", boot.Log, StringComparison.Ordinal);
        Assert.Contains("Crash    Kernel panic - not syncing: sysrq triggered crash", boot.Log, StringComparison.Ordinal);
        Assert.Contains("/dev/mem", boot.Text("layout"), StringComparison.Ordinal);
        Assert.Equal(Crashed.Region, boot.File("dump/region.bin"));
        Assert.Equal(Crashed.Region, board.ReadRegion());
        SortedDictionary<string, byte[]> extracted = Readback.Extracted(boot, "records");
        Assert.Equal(Crashed.Records.Keys, extracted.Keys);
        foreach (string record in extracted.Keys) Assert.Equal(Crashed.Records[record], extracted[record]);
        Assert.Equal(Crashed.Records[Crashed.Console], boot.File("console"));

        Recovery recovery = Recovery.Parse(boot.Text("recovery"));
        Assert.False(recovery.DriverBound);
        Assert.Empty(recovery.Warnings);
        Assert.Equal(["mem"], recovery.Sources);
        Assert.Equal([$"{Crashed.Console} previous mem", $"{Crashed.Dmesg} previous mem", $"{Crashed.Pmsg} previous mem"], recovery.Records);
        Assert.Equal(recovery.Contents, Readback.Dump(boot, "dump").Contents);
    }
}
