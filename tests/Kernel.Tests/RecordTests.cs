using System.Text;
using System.Text.RegularExpressions;
using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>
/// The region read on this machine from an image, and on the board from its memory where the next kernel has no driver,
/// gives byte for byte what a kernel with the driver shows after that.
/// </summary>
public sealed partial class RecordTests
{
    public static TheoryData<string> Names => [.. Scenarios.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void All_read_what_the_next_kernel_shows(string name)
    {
        Scenario scenario = Scenarios.All[name];
        using var board = new Board();
        BootResult crashed = board.Start(scenario.Crash);
        scenario.Damage?.Invoke(board);
        byte[] region = board.ReadRegion();

        BootResult live = board.Start(scenario.Reader with
        {
            CommandLine = $"{scenario.CommandLine} {Boot.NoDriver}",
            Files = new() { ["System.map"] = File.ReadAllBytes(Paths.Kernel("full", "System.map")) },
            Script = "pstore-agent extract /out/records --symbols System.map && pstore-agent recover --json >/out/recovery",
        });
        Assert.Equal(0, live.Status);
        Assert.Equal(region, board.ReadRegion());
        SortedDictionary<string, byte[]> shown = Readback.Mounted(board, scenario.Reader);
        SortedDictionary<string, byte[]> image = Readback.AsKernel(region, scenario.Crash, crashed.Text("release").Trim());

        Assert.Equal(scenario.Records, shown.Keys);
        AssertSame(shown, image, text => text);
        AssertSame(shown, Readback.Extracted(live, "records"), text => EccNotice().Replace(text, ""));
        Assert.Contains("sysrq", Encoding.UTF8.GetString(shown[scenario.Records.Last(record => record.StartsWith("dmesg", StringComparison.Ordinal))]), StringComparison.Ordinal);

        Recovery recovery = Recovery.Parse(live.Text("recovery"));
        foreach (string record in shown.Keys)
        {
            // The agent has the kernel's last line about corrected bytes as numbers.
            Match notice = EccNotice().Match(Encoding.Latin1.GetString(shown[record]));
            if (notice.Groups["count"].Success) Assert.Equal(notice.Groups["count"].Value, $"{recovery.CorrectedBytes(record)}");
        }
    }

    private static void AssertSame(SortedDictionary<string, byte[]> shown, SortedDictionary<string, byte[]> read, Func<string, string> expect)
    {
        Assert.Equal(shown.Keys, read.Keys);
        foreach (string record in shown.Keys) Assert.Equal(expect(Encoding.Latin1.GetString(shown[record])), Encoding.Latin1.GetString(read[record]));
    }

    [GeneratedRegex(@"\n(ECC: )?(No errors detected|(?<count>\d+) Corrected bytes, \d+ unrecoverable blocks)\n$")]
    private static partial Regex EccNotice();
}
