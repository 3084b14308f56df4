using System.Text;
using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>An image of the region, read on this machine, gives byte for byte what the next kernel on the board shows.</summary>
public sealed class RecordTests
{
    public static TheoryData<string> Names => [.. Scenarios.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_image_reads_as_the_next_kernel_reads_it(string name)
    {
        Scenario scenario = Scenarios.All[name];
        using var board = new Board();
        BootResult crashed = board.Start(scenario.Crash);
        scenario.Damage?.Invoke(board);
        byte[] region = board.ReadRegion();

        SortedDictionary<string, byte[]> shown = Readback.Mounted(board, scenario.Reader);
        SortedDictionary<string, byte[]> read = Readback.AsKernel(region, scenario.Crash, crashed.Text("release").Trim());

        Assert.Equal(scenario.Records, shown.Keys);
        Assert.Equal(shown.Keys, read.Keys);
        foreach (string record in shown.Keys) Assert.Equal(Encoding.Latin1.GetString(shown[record]), Encoding.Latin1.GetString(read[record]));
        Assert.Contains("sysrq", Encoding.UTF8.GetString(shown[scenario.Records.Last(record => record.StartsWith("dmesg", StringComparison.Ordinal))]), StringComparison.Ordinal);
    }
}
