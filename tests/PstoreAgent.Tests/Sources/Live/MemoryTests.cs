using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace PstoreAgent.Tests.Sources.Live;

/// <summary>A region in the memory of a machine, through the child and its mapping.</summary>
public sealed class MemoryTests
{
    private static readonly byte[] s_region = LiveMachine.Region("01-one-panic");
    private static readonly string[] s_sizes = ["--record-size", "0x8000", "--console-size", "0x8000", "--pmsg-size", "0x1000", "--ftrace-size", "0", "--ecc", "0", "--flags", "0"];

    [Theory]
    [InlineData("01-one-panic", 0)]
    [InlineData("08a-ecc16-corrupt", 16)]
    [InlineData("13b-rec4k-deflate", 0)]
    public void Records_are_those_of_the_image(string capture, int ecc)
    {
        byte[] region = LiveMachine.Region(capture);
        using LiveMachine machine = new LiveMachine().WithTree(ecc).WithMemory(region);
        string image = machine.Image(region);
        JsonNode live = machine.Run("recover", "--json").Json(), still = Agent.Run("recover", "--json", "--image", image).Json();
        Assert.Equal("mem", (string?)live["source"]!["kind"]);
        Assert.Equal(LiveMachine.Address, (ulong)live["source"]!["address"]!);
        Assert.Equal(still["records"]!.AsArray().Select(Facts), live["records"]!.AsArray().Select(Facts));
        Assert.Equal(Facts(still["crash"]), Facts(live["crash"]));
        Assert.Equal("previous", (string?)live["crash"]!["boot"]);
        Assert.Equal(still["zones"]!.ToJsonString(), live["zones"]!.ToJsonString());
        Assert.Equal("previous", (string?)live.Record("console-ramoops-0")["boot"]);
        foreach (string record in (string[])["dmesg-0", "console", "pmsg"])
            Assert.Equal(Agent.Run("show", record, "--image", image).Bytes, machine.Run("show", record).Bytes);
    }

    [Fact]
    public void Layout_and_extract_are_those_of_the_image()
    {
        using LiveMachine machine = LiveMachine.Board(s_region);
        string image = machine.Image(s_region), live = machine.Files.FullName("/live"), still = machine.Files.FullName("/still");
        Assert.Equal(
            Agent.Run(["layout", "--json", "--image", image, .. s_sizes]).Json()["zones"]!.ToJsonString(),
            machine.Run("layout", "--json").Json()["zones"]!.ToJsonString());
        AgentResult text = machine.Run("layout");
        Assert.Contains("1 MiB at 0x880000000: record 0x8000 x 30, console 0x8000, pmsg 0x1000, ecc 0", text.Output, StringComparison.Ordinal);
        foreach (string[] how in (string[][])[[], ["--as-kernel"]])
        {
            Assert.Equal(0, machine.Run(["extract", live, .. how]).ExitCode);
            Assert.Equal(0, Agent.Run(["extract", still, "--image", image, .. s_sizes, .. how]).ExitCode);
            Assert.Equal(Files(still), Files(live));
            Assert.Equal(3, Files(live).Length);
            Directory.Delete(live, true);
            Directory.Delete(still, true);
        }
    }

    [Theory]
    [InlineData(0x880000123UL, 0x100000)]
    [InlineData(0x8800FFFF9UL, 0x100000)]
    [InlineData(0x1000UL, 0x100000)]
    public void Any_address_will_do(ulong address, int size)
    {
        using LiveMachine machine = new LiveMachine().WithMemory(s_region, address);
        JsonNode live = machine.Run("--json", "--mem-address", Text(address), "--mem-size", Text((ulong)size)).Json();
        JsonNode still = Agent.Run("--json", "--image", machine.Image(s_region)).Json();
        Assert.Equal(still["records"]!.AsArray().Select(Facts), live["records"]!.AsArray().Select(Facts));
    }

    [Theory]
    [InlineData(0x880000001UL, 12)]
    [InlineData(0x880000FFFUL, 13)]
    [InlineData(0x880000005UL, 65536)]
    [InlineData(0x880000007UL, 65537)]
    [InlineData(0x880000000UL, 1234567)]
    public void Any_place_and_size_is_copied_to_the_byte(ulong address, int size)
    {
        byte[] noise = new byte[size];
        new Random(size).NextBytes(noise);
        using LiveMachine machine = new LiveMachine().WithMemory(noise, address);
        string file = machine.Files.FullName("/dump");
        AgentResult result = machine.Run("dump", file, "--mem-address", Text(address), "--mem-size", Text((ulong)size));
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(noise, File.ReadAllBytes(file));
    }

    [Fact]
    public void Address_and_size_of_the_user_win_over_the_tree()
    {
        const ulong other = 0x9_0000_0000;
        using LiveMachine machine = new LiveMachine().WithTree().WithMemory(new byte[0x100000]).WithMemory(s_region, other);
        Assert.Empty(machine.Run("--json").Json().Names());
        Assert.Equal(3, machine.Run("--json", "--mem-address", Text(other), "--mem-size", "1M").Json().Names().Length);
    }

    [Fact]
    public void A_flattened_tree_from_the_user_names_the_region()
    {
        Discovery.TreeNode tree = Discovery.Trees.Board();
        Discovery.Trees.Node(tree).Cells("ecc-size", 0);
        using LiveMachine machine = new LiveMachine().WithMemory(s_region);
        machine.Files.With("/board.dtb", tree.ToBlob());
        Assert.Equal(3, machine.Run("--json", "--dtb", machine.Files.FullName("/board.dtb")).Json().Names().Length);
    }

    [Fact]
    public void The_report_says_where_it_read_and_who_named_it()
    {
        using LiveMachine machine = LiveMachine.Board(s_region);
        string report = machine.Run().Output;
        Assert.Contains("/dev/mem at 0x880000000\n", report, StringComparison.Ordinal);
        Assert.Contains("ramoops@880000000\n", report, StringComparison.Ordinal);
        Assert.Contains("Kernel panic - not syncing: sysrq triggered crash", report, StringComparison.Ordinal);
        Assert.Matches("(?m)^dmesg-ramoops-0 .* previous live$", report);
    }

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Facts(JsonNode? record)
    {
        JsonObject facts = record!.DeepClone().AsObject();
        facts.Remove("sources");
        facts.Remove("boot");
        return facts.ToJsonString();
    }

    private static (string, int, string)[] Files(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order()
            .Select(file => (Path.GetRelativePath(folder, file), (int)new FileInfo(file).Length, Convert.ToBase64String(File.ReadAllBytes(file))))];
}
