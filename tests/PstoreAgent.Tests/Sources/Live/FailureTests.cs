using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace PstoreAgent.Tests.Sources.Live;

/// <summary>Memory that can't be read: what is said, with which exit code, and what is tried instead.</summary>
public sealed partial class FailureTests
{
    private static readonly byte[] s_region = LiveMachine.Region("01-one-panic");

    [Theory]
    [InlineData(0x40000)]
    [InlineData(0x41000)]
    [InlineData(0)]
    public void A_bus_error_kills_the_child_alone(int there)
    {
        string agent = Native();
        using LiveMachine machine = new LiveMachine().WithTree().WithMemory(s_region.AsSpan(0, there));
        using (var memory = new FileStream(machine.Memory, FileMode.Open)) memory.SetLength((long)LiveMachine.Address + there);
        foreach (string[] command in (string[][])[["recover"], ["layout"], ["show", "console"], ["extract", machine.Files.FullName("/out")], ["dump", machine.Files.FullName("/dump")], ["--source", "mem"]])
        {
            AgentResult result = Agent.Start(agent, [.. command, "--root", machine.Files.Path], null);
            InputTests.AssertFails(result, 74, "SIGBUS");

            // The child copies 64 KiB at once: the address is that of the first bytes that did not come.
            ulong told = ulong.Parse(HexNumber().Match(result.Errors).Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            Assert.Equal(LiveMachine.Address + ((ulong)there & ~0xFFFFUL), told);
        }

        Assert.False(File.Exists(machine.Files.FullName("/dump")));
        Assert.Empty(OutputOf(machine));
    }

    [Fact]
    public void After_a_bus_error_the_files_are_read_and_no_other_way_to_the_memory()
    {
        string agent = Native();
        using LiveMachine machine = new LiveMachine().WithTree().WithMemory([]).WithDriver(("console-ramoops-0", "before\n"u8.ToArray()));
        machine.Files.With("/proc/kcore", CoreFile.Of((LiveMachine.Address, s_region)));
        JsonNode report = Agent.Start(agent, ["--json", "--root", machine.Files.Path], null).Json();
        Assert.Equal(["mem", "pstore"], report["sources"]!.AsArray().Select(source => (string)source!["kind"]!));
        Assert.Contains("SIGBUS", (string?)report["sources"]![0]!["problem"], StringComparison.Ordinal);
        Assert.Equal(["console-ramoops-0"], report.Names());
        Assert.Equal("pstore", (string?)report["source"]!["kind"]);
    }

    [Fact]
    public void Without_any_way_the_first_problem_is_told()
    {
        using LiveMachine machine = new LiveMachine().WithTree();
        InputTests.AssertFails(machine.Run(), 69, "open of /dev/mem failed (ENOENT)");
        InputTests.AssertFails(machine.Run("--source", "mem"), 69, "open of /dev/mem failed (ENOENT)");
        InputTests.AssertFails(machine.Run("--source", "kcore"), 69, "open of /proc/kcore failed (ENOENT)");
        InputTests.AssertFails(machine.Run("--source", "pstore"), 69, "there is no pstore file system");
        InputTests.AssertFails(machine.Run("dump", machine.Files.FullName("/dump"), "--source", "pstore"), 64, "a file system has no region");
    }

    [Fact]
    public void Nothing_found_says_where_was_looked()
    {
        using var machine = new LiveMachine();
        foreach (string[] command in (string[][])[["recover"], ["layout"], ["show", "console"], ["show", "console", "--follow"], ["extract", "/nowhere"], ["dump", "/nowhere/x"]])
            InputTests.AssertFails(machine.Run(command), 69, "no ramoops region: no driver is bound, and no device-tree node");
        InputTests.AssertFails(machine.Run("--mem-address", "0x1000"), 64, "--mem-address needs --mem-size");
        machine.Files.With("/proc/self/status", "Name:\tx\nUid:\t1000\t1000\t1000\t1000\nCapEff:\t0000000000000000\n");
        InputTests.AssertFails(machine.Run(), 77, "as an ordinary user: run it as root");
    }

    [Fact]
    public void Memory_that_only_root_may_open()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "becoming an ordinary user needs root and setpriv");
        using LiveMachine machine = new LiveMachine().WithTree().WithMemory(s_region);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(machine.Files.Path, (UnixFileMode)0x1ED);
            File.SetUnixFileMode(machine.Memory, (UnixFileMode)0x180);
        }

        AgentResult probe = AsNobody("version");
        Assert.SkipUnless(probe.ExitCode == 0, "an ordinary user can't run the program from here");
        InputTests.AssertFails(AsNobody("--root", machine.Files.Path), 77, "open of /dev/mem refused (EACCES): it needs root");
        InputTests.AssertFails(AsNobody("--root", machine.Files.Path, "--source", "mem"), 77, "it needs root");

        static AgentResult AsNobody(params string[] args) =>
            Agent.Start("/usr/bin/setpriv", ["--reuid", "65534", "--regid", "65534", "--clear-groups", Agent.Managed, .. args], null);
    }

    [Theory]
    [InlineData("--source is for this machine", "--source", "mem")]
    [InlineData("--mem-address is for this machine", "--mem-address", "0x1000")]
    [InlineData("--probe-reference is for this machine", "--probe-reference")]
    public void An_image_has_no_live_options(string message, params string[] options) =>
        InputTests.AssertFails(Agent.Run(["--image", Agent.Region(Agent.Captures[0]), .. options]), 64, message);

    [Fact]
    public void Live_memory_has_no_options_of_images()
    {
        using LiveMachine machine = LiveMachine.Board(s_region);
        InputTests.AssertFails(machine.Run("--offset", "0"), 64, "--offset needs --image");
        InputTests.AssertFails(machine.Run("--source", "memory"), 64, "'memory' is none of auto, mem, kcore, pstore");
        Assert.Equal(0, machine.Run("--source", "auto").ExitCode);
    }

    private static string[] OutputOf(LiveMachine machine)
    {
        string folder = machine.Files.FullName("/out");
        return Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder) : [];
    }

    // The managed runtime has a handler of its own for bus errors.
    private static string Native()
    {
        string agent = Agent.Native(Agent.HostRid);
        Assert.SkipUnless(File.Exists(agent), $"out/{Agent.HostRid}/pstore-agent is not built; ./build.sh publish makes it");
        return agent;
    }

    [GeneratedRegex("0x([0-9a-f]+) ")]
    private static partial Regex HexNumber();
}
