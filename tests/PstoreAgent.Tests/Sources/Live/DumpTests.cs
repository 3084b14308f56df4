using System.Text.Json.Nodes;
using Xunit;

namespace PstoreAgent.Tests.Sources.Live;

/// <summary>The region in a file, with what the machine says of it beside.</summary>
public sealed class DumpTests
{
    private static readonly byte[] s_region = LiveMachine.Region("01-one-panic");

    [Fact]
    public void Bytes_go_to_the_file_and_words_beside_it()
    {
        using LiveMachine machine = LiveMachine.Board(s_region);
        machine.Files.WithKernel("6.1.192").With("/proc/sys/kernel/random/boot_id", "11111111-2222-3333-4444-555555555555\n");
        string file = machine.Files.FullName("/saved");
        AgentResult result = machine.Run("dump", file);
        Assert.Equal((0, $"1 MiB at 0x880000000 in {file}\n", ""), (result.ExitCode, result.Output, result.Errors));
        Assert.Equal(s_region, File.ReadAllBytes(file));
        JsonNode note = JsonNode.Parse(File.ReadAllText(file + ".json"))!;
        Assert.Equal("pstore-agent-dump/1", (string?)note["schema"]);
        Assert.Equal((0x880000000UL, 0x100000), ((ulong)note["address"]!, (int)note["size"]!));
        Assert.Equal(("6.1.192", "11111111-2222-3333-4444-555555555555", false), ((string?)note["running_kernel"], (string?)note["boot_id"], (bool)note["driver_bound"]!));
        Assert.Equal((0x8000, 0x8000, 0x1000, 0), ((int)note["parameters"]!["record_size"]!, (int)note["parameters"]!["console_size"]!, (int)note["parameters"]!["pmsg_size"]!, (int)note["parameters"]!["ecc"]!));
        Assert.Empty(note["unstable"]!.AsArray());
    }

    [Fact]
    public void A_directory_gets_a_file_named_region()
    {
        using LiveMachine machine = LiveMachine.Board(s_region);
        Directory.CreateDirectory(machine.Files.FullName("/there"));
        foreach (string folder in (string[])["/new/", "/there", "/there/below/"])
        {
            Assert.Equal(0, machine.Run("dump", machine.Files.FullName(folder)).ExitCode);
            string[] files = [.. Directory.GetFiles(machine.Files.FullName(folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
            Assert.Equal(["region.bin", "region.bin.json"], files);
        }
    }

    [Theory]
    [InlineData("saved")]
    [InlineData("saved.json")]
    public void Nothing_is_overwritten_without_force(string taken)
    {
        using LiveMachine machine = LiveMachine.Board(s_region);
        string file = machine.Files.FullName("/saved");
        machine.Files.With("/" + taken, "mine");
        InputTests.AssertFails(machine.Run("dump", file), 73, taken);
        Assert.Equal("mine", File.ReadAllText(machine.Files.FullName("/" + taken)));
        Assert.Single(Directory.GetFiles(machine.Files.Path));
        Assert.Equal(0, machine.Run("dump", file, "--force").ExitCode);
        Assert.Equal(s_region, File.ReadAllBytes(file));
        Assert.Equal(2, Directory.GetFiles(machine.Files.Path).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_image_of_it_reads_as_the_machine_did(bool bound)
    {
        byte[] region = [.. s_region];
        using LiveMachine machine = LiveMachine.Board(region);
        machine.Files.WithKernel("6.1.192").With("/proc/sys/kernel/random/boot_id", "id\n");
        if (bound) machine.WithDriver();
        string file = machine.Files.FullName("/saved");
        Assert.Equal(0, machine.Run("dump", file).ExitCode);

        JsonNode live = machine.Run("--json").Json(), still = machine.Run("--json", "--image", file).Json();
        Assert.Equal(bound ? "current" : "previous", (string?)live["records"]!.AsArray().Last(record => (string?)record!["type"] == "console")!["boot"]);
        Assert.Equal(Without(live), Without(still));
        Assert.Equal(LiveMachine.Address, (ulong)still["source"]!["address"]!);
    }

    [Fact]
    public void The_running_log_tells_the_boots_of_an_image_of_the_same_boot_only()
    {
        using LiveMachine machine = LiveMachine.Board(s_region);
        machine.Files.With("/proc/sys/kernel/random/boot_id", "first\n").With("/dmesg", File.ReadAllBytes(LiveMachine.Shown("01-one-panic", "console-ramoops-0")));
        string file = machine.Files.FullName("/saved");
        Assert.Equal(0, machine.Run("dump", file).ExitCode);
        Assert.Equal("current", Boot());
        machine.Files.With("/proc/sys/kernel/random/boot_id", "second\n");
        Assert.Equal("previous", Boot());
        File.Delete(file + ".json");
        Assert.Equal("unknown", Boot());

        string? Boot() => (string?)machine.Run("--json", "--image", file).Json().Record("console-ramoops-0")["boot"];
    }

    [Fact]
    public void Dump_takes_a_region_out_of_an_image_too()
    {
        using var home = new TemporaryDirectory();
        string dump = home.Write("memory", [.. new byte[5000], .. s_region]), file = home.Join("region");
        AgentResult result = Agent.Run("dump", file, "--image", dump, "--offset", "5000");
        Assert.Equal((0, $"1 MiB in {file}\n"), (result.ExitCode, result.Output));
        Assert.Equal(s_region, File.ReadAllBytes(file));
        Assert.Equal(3, Agent.Run("--json", "--image", file).Json().Names().Length);
    }

    [Fact]
    public void What_the_user_says_counts_more_than_the_file_beside()
    {
        using LiveMachine machine = LiveMachine.Board(s_region);
        string file = machine.Files.FullName("/saved");
        Assert.Equal(0, machine.Run("dump", file).ExitCode);
        JsonObject note = JsonNode.Parse(File.ReadAllText(file + ".json"))!.AsObject();
        note["parameters"]!["ecc"] = 16;
        note["parameters"]!["pmsg_size"] = 0x2000;
        File.WriteAllText(file + ".json", note.ToJsonString());
        JsonNode report = Agent.Run("--json", "--image", file, "--ecc", "0", "--pmsg-size", "0x1000").Json();
        foreach ((string name, int value) in ((string, int)[])[("ecc", 0), ("pmsg_size", 0x1000)])
            Assert.Equal((value, "given"), ((int)report["parameters"]![name]!["value"]!, (string?)report["parameters"]![name]!["certainty"]));
        Assert.Equal(3, report.Names().Length);

        // Nobody says the size of the message zone: the headers win over the file.
        report = Agent.Run("--json", "--image", file, "--ecc", "0").Json();
        Assert.Equal((0x1000, 3), ((int)report["parameters"]!["pmsg_size"]!["value"]!, report.Names().Length));
    }

    // An image has the size that it has, and what a file system could tell is no matter of the region.
    private static string Without(JsonNode report)
    {
        JsonNode copy = JsonNode.Parse(report.WithoutSource())!;
        copy["parameters"]!["mem_size"]!.AsObject().Remove("certainty");
        JsonArray notes = copy["diagnostics"]!.AsArray();
        for (int i = notes.Count - 1; i >= 0; i--)
            if (((string)notes[i]!["message"]!).Contains("pstore", StringComparison.Ordinal)) notes.RemoveAt(i);
        return copy.ToJsonString();
    }

    [Fact]
    public void A_link_in_the_files_place_is_left_alone()
    {
        using LiveMachine machine = LiveMachine.Board(LiveMachine.Region("01-one-panic"));
        string target = machine.Files.FullName("/link");
        File.CreateSymbolicLink(target, "/dev/null");
        InputTests.AssertFails(machine.Run("dump", target, "--force"), 73, "is no plain file");
        Assert.Equal("/dev/null", new FileInfo(target).LinkTarget);
        Assert.False(File.Exists(target + ".json"));
        InputTests.AssertFails(machine.Run("dump", ""), 64, "an argument is empty");
    }

    [Fact]
    public void With_the_driver_bound_it_says_what_a_dump_lacks()
    {
        using LiveMachine machine = LiveMachine.Board(LiveMachine.Region("01-one-panic")).WithDriver();
        AgentResult result = machine.Run("dump", machine.Files.FullName("/region"));
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("pstore-agent extract saves it", result.Errors, StringComparison.Ordinal);
    }
}
