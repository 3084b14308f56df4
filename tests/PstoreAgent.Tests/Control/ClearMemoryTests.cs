using System.Globalization;
using System.Text;
using Pstore;
using Pstore.Tests.Building;
using PstoreAgent.CommandLine;
using PstoreAgent.Control;
using PstoreAgent.Sources;
using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Control;

/// <summary>Clearing in the memory of a machine whose driver is not bound.</summary>
public sealed class ClearMemoryTests
{
    private const string Capture = "01-one-panic";
    private const int Console = 0xf6fcc, Pmsg = 0xfefcc, HeaderEnd = 12;

    private static readonly byte[] s_region = LiveMachine.Region(Capture);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 16)]
    [InlineData(3, 32)]
    [InlineData(4, 16)]
    [InlineData(5, 0)]
    [InlineData(6, 1)]
    [InlineData(7, 16)]
    public void Every_zone_is_as_the_kernel_would_leave_it(int alignment, int ecc)
    {
        RegionBuilder region = FullRegion(ecc);
        ulong address = LiveMachine.Address + (ulong)alignment;
        using LiveMachine machine = new LiveMachine().WithMemory(region.Bytes, address);
        string[] place = Place(region.Setup, address);

        AgentResult result = machine.Run(["clear", "--all", "--yes", .. place]);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(["cleared dmesg-ramoops-0", "cleared console-ramoops-0", "cleared pmsg-ramoops-0", "cleared ftrace-ramoops-0"], Lines(result));
        foreach (BuiltZone zone in region.Zones) region.Erase(zone);
        Assert.Equal(region.Bytes, Memory(machine, address, region.Bytes.Length));
        Assert.Equal(["nothing to clear"], Lines(machine.Run(["clear", "--all", "--yes", .. place])));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 16)]
    public void Wiped_zones_are_as_in_new_memory(int alignment, int ecc)
    {
        RegionBuilder region = FullRegion(ecc);
        ulong address = LiveMachine.Address + (ulong)alignment;
        using LiveMachine machine = new LiveMachine().WithMemory(region.Bytes, address);
        AgentResult result = machine.Run(["clear", "--all", "--yes", "--wipe", .. Place(region.Setup, address)]);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("wiped ftrace-ramoops-0", Lines(result));
        var fresh = new RegionBuilder(region.Setup);
        fresh.Boot();
        Assert.Equal(fresh.Bytes, Memory(machine, address, region.Bytes.Length));
    }

    [Fact]
    public void Where_the_place_of_the_parity_is_a_guess_nothing_is_stored()
    {
        RegionBuilder region = FullRegion(2);
        using LiveMachine machine = new LiveMachine().WithMemory(region.Bytes);
        string[] place = Place(region.Setup, LiveMachine.Address);
        AgentResult result = machine.Run(["clear", "console", "--yes", .. place.Where(option => !option.StartsWith("--ecc", StringComparison.Ordinal))]);
        Assert.Equal(69, result.ExitCode);
        Assert.Contains("the zone headers leave ecc open", result.Errors, StringComparison.Ordinal);
        Assert.Equal(region.Bytes, Memory(machine, LiveMachine.Address, region.Bytes.Length));
        Assert.Equal(0, machine.Run(["clear", "console", "--yes", .. place]).ExitCode);
        region.Erase(region.Zone(BuiltZoneKind.Console));
        Assert.Equal(region.Bytes, Memory(machine, LiveMachine.Address, region.Bytes.Length));
    }

    [Fact]
    public void Without_yes_it_only_says_what_it_would_do()
    {
        using LiveMachine machine = LiveMachine.Board(s_region);
        AgentResult result = machine.Run("clear", "dmesg-0", "console");
        Assert.Equal((64, "pstore-agent: clear: nothing was changed; add --yes to clear them\n"), (result.ExitCode, result.Errors));
        Assert.Equal(["would clear dmesg-ramoops-0: 7495 bytes, boot previous, written 2026-11-23T08:29:51.027892Z", "would clear console-ramoops-0: 6912 bytes, boot previous, written at an unknown time"], Lines(result));
        Assert.Equal(s_region, Memory(machine));
    }

    [Fact]
    public void Only_what_is_named_goes()
    {
        using LiveMachine machine = LiveMachine.Board(s_region);
        Assert.Equal(["cleared pmsg-ramoops-0"], Lines(machine.Run("clear", "--yes", "pmsg", "pmsg-ramoops-0")));
        byte[] expected = [.. s_region];
        expected.AsSpan(Pmsg + 4, 8).Clear();
        Assert.Equal(expected, Memory(machine));
        InputTests.AssertFails(machine.Run("clear", "dmesg-0", "pmsg", "--yes"), 66, "no record 'pmsg'; there are dmesg-0, console");
        Assert.Equal(expected, Memory(machine));
    }

    [Fact]
    public void What_was_cleared_before_can_still_be_wiped()
    {
        using LiveMachine machine = LiveMachine.Board(s_region);
        machine.Run("clear", "--all", "--yes");
        byte[] cleared = Memory(machine);
        AgentResult again = machine.Run("clear", "dmesg-0.cleared", "--yes");
        Assert.Equal(0, again.ExitCode);
        Assert.StartsWith("already cleared dmesg-ramoops-0.cleared-1: ", Assert.Single(Lines(again)), StringComparison.Ordinal);
        Assert.Equal(cleared, Memory(machine));

        Assert.Equal(["wiped dmesg-ramoops-0.cleared-1"], Lines(machine.Run("clear", "dmesg-0.cleared", "--yes", "--wipe")));
        cleared.AsSpan(HeaderEnd, 0x83ba - HeaderEnd).Clear();
        Assert.Equal(cleared, Memory(machine));
    }

    [Fact]
    public void A_stale_tail_is_not_wiped_at_the_cost_of_its_zones_record()
    {
        byte[] region = [.. s_region];
        int size = BitConverter.ToInt32(region, Console + 8) / 2;
        BitConverter.TryWriteBytes(region.AsSpan(Console + 4), size);
        BitConverter.TryWriteBytes(region.AsSpan(Console + 8), size);
        using LiveMachine machine = LiveMachine.Board(region);
        AgentResult result = machine.Run("clear", "console.stale-tail", "--yes", "--wipe");
        Assert.Equal(69, result.ExitCode);
        Assert.Contains("its zone holds console too, which would go with it; name both", result.Errors, StringComparison.Ordinal);
        Assert.Equal(region, Memory(machine));
        Assert.Equal(0, machine.Run("clear", "console", "console.stale-tail", "--yes", "--wipe").ExitCode);
        region.AsSpan(Console + 4, 0x8000 - 4).Clear();
        BitConverter.TryWriteBytes(region.AsSpan(Console), 0x43474244);
        Assert.Equal(region, Memory(machine));
    }

    [Fact]
    public void Two_dumps_in_one_zone_go_together_or_not_at_all()
    {
        var builder = new RegionBuilder(new RegionSetup { Kernel = new KernelVersion(4, 19, 100), MemSize = 0x10000, RecordSize = 0x10000 });
        builder.Boot();
        builder.Dump("Oops", 1, "<1>[    1.000000] BUG: the first\n", Compressor.None, 1, 0);
        builder.Dump("Oops", 2, "<1>[    2.000000] BUG: the second\n", Compressor.None, 2, 0);
        using LiveMachine machine = new LiveMachine().WithMemory(builder.Bytes);
        string[] place = Place(builder.Setup, LiveMachine.Address);
        AgentResult one = machine.Run(["clear", "dmesg-0", "--yes", .. place]);
        Assert.Equal(69, one.ExitCode);
        Assert.Contains("its zone holds dmesg-0.appended-1 too", one.Errors, StringComparison.Ordinal);
        Assert.Equal(builder.Bytes, Memory(machine, LiveMachine.Address, builder.Bytes.Length));
        AgentResult both = machine.Run(["clear", "dmesg-0", "dmesg-0.appended", "--yes", .. place]);
        Assert.Equal((0, ""), (both.ExitCode, both.Errors));
        Assert.Equal(["cleared dmesg-ramoops-0", "cleared dmesg-ramoops-0.appended-1"], Lines(both));
    }

    [Fact]
    public void Wrong_words_are_usage_errors()
    {
        using LiveMachine machine = LiveMachine.Board(s_region);
        InputTests.AssertFails(machine.Run("clear"), 64, "either the names of records");
        InputTests.AssertFails(machine.Run("clear", "dmesg-0", "--all"), 64, "either the names of records");
        InputTests.AssertFails(machine.Run("clear", "dmesg-0", "--yes", "--image", machine.Image(s_region)), 64, "an image is a copy");
        Assert.Equal(s_region, Memory(machine));
    }

    [Theory]
    [InlineData(Console + 4)]
    [InlineData(Console + HeaderEnd + 100)]
    public void What_has_changed_since_it_was_read_stays(int changed)
    {
        using LiveMachine machine = new LiveMachine().WithTree();
        machine.Files.With("/proc/kcore", CoreFile.Of((LiveMachine.Address, s_region)));
        var options = new CommonOptions { Root = machine.Files.Path, Source = SourceKind.Kcore };
        RecordSet set = RecordInput.Read(options);
        Assert.All(RecordClearing.Check(options, set, [.. set.Region.Records], wipe: false), outcome => Assert.True(outcome.Cleared, outcome.Reason));

        byte[] now = [.. s_region];
        now[changed] ^= 1;
        machine.Files.With("/proc/kcore", CoreFile.Of((LiveMachine.Address, now)));
        ClearOutcome console = Assert.Single(RecordClearing.Clear(options, set, [.. set.Region.Records.Where(record => record.ShortName == "console")], wipe: false));
        Assert.Equal((false, 74), (console.Cleared, console.Code));
        Assert.Contains("memory has changed since it was read", console.Reason, StringComparison.Ordinal);
        Assert.Equal(["dmesg-0", "pmsg"], RecordClearing.Check(options, set, [.. set.Region.Records], wipe: false).Where(outcome => outcome.Cleared).Select(outcome => outcome.Record.ShortName));
    }

    [Fact]
    public void An_image_of_the_region_is_compared_with_what_is_there_now()
    {
        using LiveMachine machine = new LiveMachine().WithTree();
        machine.Files.With("/proc/kcore", CoreFile.Of((LiveMachine.Address, s_region)));
        byte[] image = [.. s_region];
        image[Pmsg + HeaderEnd] ^= 1;
        var options = new CommonOptions { Root = machine.Files.Path, Image = machine.Image(image) };
        RecordSet set = RecordInput.Read(options);
        Assert.Equal(
            [("dmesg-0", true), ("console", true), ("pmsg", false)],
            RecordClearing.Check(options with { Source = SourceKind.Kcore }, set, [.. set.Region.Records], wipe: false).Select(outcome => (outcome.Record.ShortName, outcome.Cleared)));
    }

    /// <summary>Every kind of zone in use, two of them full rings.</summary>
    private static RegionBuilder FullRegion(int ecc)
    {
        var builder = new RegionBuilder(new RegionSetup
        {
            Kernel = new KernelVersion(6, 1, 192),
            MemSize = 0x10000,
            RecordSize = 0x2000,
            ConsoleSize = 0x2000,
            FtraceSize = 0x2000,
            PmsgSize = 0x1000,
            EccSize = ecc,
            FlagsPerCpu = true,
            Cpus = 2,
        });
        builder.Boot();
        builder.Dump("Panic", 1, "<0>[    1.000000] Kernel panic - not syncing: of a test\n", Compressor.Deflate, 1_700_000_000, 5);
        for (int i = 0; i < 200; i++) builder.Console(string.Create(CultureInfo.InvariantCulture, $"[    {i / 10}.{i % 10}00000] line {i} of two hundred that wrap the ring of the console\n"));
        builder.Pmsg("last words\n"u8);
        for (int i = 0; i < 900; i++) builder.Ftrace(i % 3 == 0 ? 0 : 1, 0xFFFF_8000_0801_0000 + (ulong)(4 * i), 0xFFFF_8000_0801_2000);
        return builder;
    }

    private static string[] Place(RegionSetup setup, ulong address) =>
    [
        $"--mem-address={address}", $"--mem-size={setup.MemSize}", $"--record-size={setup.RecordSize}", $"--console-size={setup.ConsoleSize}",
        $"--ftrace-size={setup.FtraceSize}", $"--pmsg-size={setup.PmsgSize}", $"--ecc={setup.EccSize}", $"--flags={(setup.FlagsPerCpu ? 1 : 0)}",
        $"--cpus={setup.Cpus}", $"--kernel={setup.Kernel}",
    ];

    private static string[] Lines(AgentResult result) => Encoding.UTF8.GetString(result.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static byte[] Memory(LiveMachine machine, ulong address = LiveMachine.Address, int size = 0x100000)
    {
        byte[] bytes = new byte[size];
        using FileStream memory = File.OpenRead(machine.Memory);
        memory.Position = (long)address;
        memory.ReadExactly(bytes);
        return bytes;
    }
}
