using System.Globalization;
using System.Text;
using System.Text.Json;
using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>
/// Other kernels than the release's own: each one's crash is recovered on the board without a driver, and told from the
/// boot that reads it with one. Only `./build.sh test --all-kernels` asks for them.
/// </summary>
public sealed class MatrixTests
{
    private const string Console = "console-ramoops-0", Dmesg = "dmesg-ramoops-0", Ftrace = "ftrace-ramoops-0", Pmsg = "pmsg-ramoops-0";
    private const string Words = "last words\n";
    private const int ZoneHeader = 12;

    // Debian's own build records dumps only, though its driver cuts the region into all of the zones.
    private const string Prebuilt = "debian";

    // This series marks each zone as busy in no-map memory too, and so keeps user space out while its driver is bound.
    private static readonly Version s_busy = new(5, 10);

    public static TheoryData<string> Names => ["5.10", "6.1", "6.12", "newest", Prebuilt];

    [Theory(Explicit = true)]
    [Trait("all", "kernels")]
    [MemberData(nameof(Names))]
    public void A_crash_is_recovered_without_driver_and_with_it(string name)
    {
        if (MatrixKernel.WhyMissing(name) is { } reason) Assert.Skip(reason);
        using var board = new Board();
        Boot boot = new() { Kernel = MatrixKernel.Of(name), Tree = ["ftrace=0x4000", "flags=1"] };
        Boot crash = boot with
        {
            Script = """
                uname -r >/out/release
                echo last words >/dev/pmsg0
                cd /sys/kernel/debug/pstore && { echo 1 >record_ftrace; echo x >/dev/null; echo 0 >record_ftrace; }
                crash
                """,
        };
        BootResult crashed = board.Start(crash);
        string release = crashed.Text("release").Trim();
        byte[] region = board.ReadRegion();

        BootResult driverless = board.Start(boot with
        {
            CommandLine = Boot.NoDriver,
            Script = """
                pstore-agent --json >/out/report && pstore-agent dump /out/region && pstore-agent extract /out/extract --symbols /proc/kallsyms
                """,
        });
        Assert.True(driverless.Status == 0, driverless.Log);
        Assert.Equal(region, driverless.File("region"));
        Assert.Equal(region, board.ReadRegion());
        CheckLayout(Report(driverless), region, release, name);

        // The agent reads first: its own mounting of pstore must not take anything from the one that follows.
        BootResult bound = board.Start(boot with
        {
            Script = """
                [ -c /dev/pmsg0 ] && echo this boot >/dev/pmsg0
                pstore-agent --json >/out/report && pstore-agent extract /out/extract --symbols /proc/kallsyms || exit
                for zone in console pmsg; do
                    pstore-agent show $zone --raw >/out/$zone
                    pstore-agent show $zone --raw --current >/out/$zone.current
                done
                mount -t pstore pstore /sys/fs/pstore && cp -r /sys/fs/pstore /out/
                """,
        });
        Assert.True(bound.Status == 0, bound.Log);
        SortedDictionary<string, byte[]> shown = bound.Folder("pstore");
        Assert.Equal(name == Prebuilt ? [Dmesg] : [Console, Dmesg, Ftrace, Pmsg], shown.Keys);
        Assert.Contains("sysrq triggered crash", Encoding.UTF8.GetString(shown[Dmesg]), StringComparison.Ordinal);
        RecordFiles.AssertSame(shown, driverless.Folder("extract"));
        RecordFiles.AssertSame(shown, new(bound.Folder("extract").Where(file => !file.Key.StartsWith("extra/", StringComparison.Ordinal)).ToDictionary(), StringComparer.Ordinal));
        CheckBoots(Report(bound), bound, shown, Series(release) == s_busy, name == Prebuilt);

        // The version of Debian's kernels is not in their release, and their symbols are not in their package.
        if (name != Prebuilt) RecordFiles.AssertSame(shown, Readback.AsKernel(region, crash, release));
    }

    /// <summary>The zones of the region, which the device tree alone told of: until 6.1 traces lie before pmsg, later behind it.</summary>
    private static void CheckLayout(JsonElement report, byte[] region, string release, string name)
    {
        JsonElement machine = report.GetProperty("machine");
        Assert.False(machine.GetProperty("driver_bound").GetBoolean());
        Assert.StartsWith("/proc/device-tree/", machine.GetProperty("found_by").GetString(), StringComparison.Ordinal);
        Assert.Equal(Series(release), Series(report.GetProperty("kernel").GetProperty("version").GetString()!));

        List<int> Offsets(string type) => [.. report.GetProperty("zones").EnumerateArray()
            .Where(zone => zone.GetProperty("type").GetString() == type).Select(zone => zone.GetProperty("offset").GetInt32())];
        int pmsg = Assert.Single(Offsets("pmsg"));
        List<int> traces = Offsets("ftrace");
        bool tracesFirst = Series(release) < new Version(6, 2);
        Assert.Equal(Board.Processors, traces.Count);
        Assert.Equal(tracesFirst ? 0xfafd0 : 0xfbfd0, traces[0]);
        Assert.Equal(tracesFirst ? 0xfefd0 : 0xfafd0, pmsg);
        if (name != Prebuilt) Assert.Equal(region.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(Words)) - ZoneHeader, pmsg);
    }

    /// <summary>With the driver bound, memory holds this boot's logs and the file system those of the boot that crashed.</summary>
    private static void CheckBoots(JsonElement report, BootResult bound, SortedDictionary<string, byte[]> shown, bool isBusy, bool hasDumpsOnly)
    {
        Assert.True(report.GetProperty("machine").GetProperty("driver_bound").GetBoolean());
        Dictionary<string, string?> problems = report.GetProperty("sources").EnumerateArray()
            .ToDictionary(source => source.GetProperty("kind").GetString()!, source => source.GetProperty("problem").GetString());
        Assert.Null(problems["pstore"]);
        if (isBusy) Assert.Matches("EPERM.*ramoops:", problems["mem"]);
        else Assert.Null(problems["mem"]);
        if (hasDumpsOnly) return;

        Dictionary<string, string?> boots = report.GetProperty("records").EnumerateArray()
            .ToDictionary(record => record.GetProperty("name").GetString()!, record => record.GetProperty("boot").GetString());
        foreach (string record in (ReadOnlySpan<string>)[Console, Dmesg, Pmsg]) Assert.Equal("previous", boots[record]);
        Assert.Equal(shown[Console], bound.File("console"));
        Assert.Equal(Words, bound.Text("pmsg"));
        if (isBusy)
        {
            Assert.Empty(bound.File("console.current"));
            Assert.Empty(bound.File("pmsg.current"));
            return;
        }

        Assert.Equal("current", boots[Console + ".current"]);
        Assert.Equal("current", boots[Pmsg + ".current"]);
        Assert.DoesNotContain("sysrq triggered crash", bound.Text("console.current"), StringComparison.Ordinal);
        Assert.Equal("this boot\n", bound.Text("pmsg.current"));
    }

    private static JsonElement Report(BootResult boot) => JsonDocument.Parse(boot.File("report")).RootElement;

    private static Version Series(string release)
    {
        string[] parts = release.Split('.', 3);
        return new Version(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
