using PstoreAgent.Tests.Discovery;
using Xunit;

namespace PstoreAgent.Tests.Doctor;

/// <summary>dt generate and dt check.</summary>
public sealed class DtTests : IDisposable
{
    private static readonly string[] s_usual = ["--base", "0x880000000", "--size", "1M", "--record-size", "32K", "--console-size", "32K", "--pmsg-size", "4K"];

    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    private static AgentResult Generate(params string[] more) => Agent.Run(["dt", "generate", .. s_usual, .. more]);

    private static Findings Check(string file, params string[] more) => Findings.Of(Agent.Run(["dt", "check", file, "--json", "--exit-code", .. more]));

    private string Compile(string source, params string[] more)
    {
        string blob = _files.Join("compiled.dtb");
        AgentResult dtc = Agent.Start("dtc", [.. more, "-I", "dts", "-O", "dtb", "-o", blob, source], null);
        Assert.Equal((0, ""), (dtc.ExitCode, dtc.Errors));
        return blob;
    }

    public static TheoryData<string> Options => new() { "--no-map", "--ftrace-size 16K --ecc 16 --no-map", "--ftrace-size 16K --flags 1 --cpus 4 --ecc 32 --kernel 6.1", "--kernel 5.4 --no-map --cells 2,1" };

    [Theory]
    [MemberData(nameof(Options))]
    public void What_is_generated_compiles_without_a_warning_and_passes_the_checks(string options)
    {
        AgentResult made = Generate(options.Split(' '));
        Assert.Equal((0, ""), (made.ExitCode, made.Errors));
        string source = _files.Write("board.dts", made.Bytes);
        foreach (string file in (string[])[source, Compile(source)])
        {
            Findings found = Check(file);
            Assert.Empty(found.Problems);
            string[] left = [.. options.Contains("--ftrace-size", StringComparison.Ordinal) ? (string[])[] : ["ftrace-missing"], .. options.Contains("--ecc", StringComparison.Ordinal) ? (string[])[] : ["ecc-off"]];
            Assert.Equal(left, found.Warnings.Except(["node-no-map-missing"]));
            Assert.Equal(!options.Contains("--no-map", StringComparison.Ordinal), found.Warnings.Contains("node-no-map-missing"));
        }
    }

    [Fact]
    public void The_tree_and_its_command_line_name_one_layout()
    {
        AgentResult made = Generate("--ftrace-size", "16K", "--ecc", "16", "--kernel", "6.1.192", "--flags", "1", "--cpus", "2");
        string line = Assert.Single(made.Output.Split('\n'), text => text.Contains("ramoops.mem_address", StringComparison.Ordinal))[3..].Trim();
        using var byTree = new FakeMachine();
        using var byLine = new FakeMachine();
        string blob = Compile(_files.Write("board.dts", made.Bytes));
        byLine.With("/proc/cmdline", line).WithKernel("6.1.192");
        byTree.WithKernel("6.1.192");
        PstoreAgent.Discovery.RegionCandidate tree = byTree.Find(new PstoreAgent.Discovery.DiscoveryOptions { DtbFile = blob }).Chosen!, words = byLine.Find().Chosen!;
        Assert.Equal(tree.ToKnown(null), words.ToKnown(null));
        Assert.Equal(tree.Address, words.Address);
        Assert.Equal($"options ramoops {line.Replace("ramoops.", "", StringComparison.Ordinal)}", Assert.Single(made.Output.Split('\n'), text => text.Contains("options ramoops", StringComparison.Ordinal))[3..].Trim());
    }

    [Fact]
    public void The_zones_are_those_that_the_kernel_makes()
    {
        // The reference sizes with an ftrace zone, as kernels of the two orders were seen to place them.
        string[] old = Zones(Generate("--ftrace-size", "16K", "--kernel", "6.1.192")), now = Zones(Generate("--ftrace-size", "16K", "--kernel", "6.12.107"));
        Assert.Equal(["dmesg 0-29 0x0 0x8198 0x818c each", "console 0xf2fd0 0x8000 0x7ff4", "ftrace 0xfafd0 0x4000 0x3ff4", "pmsg 0xfefd0 0x1000 0xff4", "(unused) 0xfffd0 0x30"], old);
        Assert.Equal(["pmsg 0xfafd0 0x1000 0xff4", "ftrace 0xfbfd0 0x4000 0x3ff4"], now[2..4]);
    }

    private static string[] Zones(AgentResult made)
    {
        string[] lines = made.Output.Split('\n');
        int first = Array.FindIndex(lines, line => line.StartsWith(" *   zone", StringComparison.Ordinal)) + 1, last = Array.FindIndex(lines, first, line => line == " */");
        return [.. lines[first..last].Select(line => string.Join(' ', line[2..].Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
    }

    [Theory]
    [InlineData(64, "--base 0x880000001 --size 1M", "--base: 0x880000001 is not on a page")]
    [InlineData(64, "--base 0x880000000", "needs --size")]
    [InlineData(64, "--size 1M", "needs --base")]
    [InlineData(64, "--base 0x880000000 --size 1M --record-size 0x9000", "--record-size: 0x9000 is no power of two; the kernel would take 0x8000")]
    [InlineData(64, "--base 0x880000000 --size 1M --record-size 32K --cells 1,1", "--cells: 0x880000000 does not fit one cell")]
    [InlineData(64, "--base 0x880000000 --size 1M --record-size 32K --cells 3", "--cells: '3' is no pair")]
    [InlineData(78, "--base 0x880000000 --size 1M --record-size 2M", "the kernel would refuse these sizes")]
    [InlineData(78, "--base 0x880000000 --size 1M", "the kernel would refuse these sizes")]
    [InlineData(78, "--base 0x880000000 --size 1M --record-size 32K --kernel 4.4", "kernels before 4.8")]
    public void What_the_kernel_would_refuse_or_change_is_an_error(int code, string options, string problem)
    {
        AgentResult result = Agent.Run(["dt", "generate", .. options.Split(' ')]);
        Assert.Equal(code, result.ExitCode);
        Assert.Contains(problem, result.Errors, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void The_reference_node_comes_out_with_each_of_its_faults()
    {
        string file = _files.Write("reference.dts", """
            /dts-v1/;
            / {
                #address-cells = <2>;
                #size-cells = <2>;
                memory@40000000 { device_type = "memory"; reg = <0x0 0x40000000 0x0 0x20000000 0x8 0x78000000 0x0 0x10000000>; };
                reserved-memory {
                    #address-cells = <2>;
                    #size-cells = <2>;
                    range;
                    ramoops@880000000 {
                        compatible = "ramoops";
                        reg = <0x8 0x80000000 0x0 0x100000>;
                        record-size = <0x8000>;
                        console-size = <0x8000>;
                        pmsg-size = <0x1000>;
                    };
                };
            };
            """u8.ToArray());
        Findings found = Check(file);
        Assert.Equal(["node-no-ranges"], found.Problems);
        Assert.Equal(["node-no-map-missing", "ftrace-missing", "ecc-off"], found.Warnings);
        Assert.Contains("it has \"range\"", found.Evidence("node-no-ranges"), StringComparison.Ordinal);
        Assert.Equal(["device_tree: ranges;"], found.Fixes("node-no-ranges"));
    }

    [Fact]
    public void The_node_that_ships_with_the_sources_has_no_fault()
    {
        Findings found = Check(Path.Combine(Agent.Root, "cross", "ramoops.dtsi"));
        Assert.Empty(found.Problems);
        Assert.Empty(found.Warnings);
    }

    private const string Node = """
        ramoops@880000000 { compatible = "ramoops"; reg = <0x8 0x80000000 0x0 0x100000>; no-map; record-size = <0x8000>; console-size = <0x8000>; ftrace-size = <0x4000>; pmsg-size = <0x1000>; ecc-size = <16>; };
        """;

    public static TheoryData<string, bool> Parts => new()
    {
        { $"/ {{ reserved-memory {{ {Node} }}; }};", false },
        { $"/dts-v1/; /plugin/; &reserved_memory {{ {Node} }};", true },
        { $"/dts-v1/; /plugin/; &{{/reserved-memory}} {{ {Node} }};", true },
        { $"/dts-v1/; /plugin/; / {{ fragment@0 {{ target = <&rmem>; __overlay__ {{ {Node} }}; }}; }};", true },
        { $"/dts-v1/; /plugin/; / {{ fragment@3 {{ target-path = \"/\"; __overlay__ {{ reserved-memory {{ {Node} }}; }}; }}; }};", true },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void Of_a_part_what_only_the_base_tree_says_is_not_known(string text, bool isOverlay)
    {
        string source = _files.Write("part.dts", System.Text.Encoding.ASCII.GetBytes(text));
        foreach (string file in isOverlay ? (string[])[source, Compile(source, "-q")] : [source])
        {
            Findings found = Check(file, "--kernel", "6.1.192");
            Assert.Empty(found.Problems);
            Assert.Empty(found.Warnings);
            Assert.Equal(["node-cells", "node-ranges", "region-memory", "region-overlap"], found.Unknown);
            Assert.Contains("node", found.Ok);
            Assert.Contains("node-unit-address", found.Ok);
            Assert.Contains("record-slots", found.Ok);
        }
    }

    [Fact]
    public void Of_a_part_what_is_wrong_in_itself_is_found()
    {
        string file = _files.Write("part.dts", System.Text.Encoding.ASCII.GetBytes($"/plugin/; &rmem {{ {Node.Replace("record-size = <0x8000>", "record-size = <0x200000>", StringComparison.Ordinal)} }};"));
        Assert.Equal(["sizes-refused"], Check(file).Problems);
    }

    [Fact]
    public void Cells_that_can_be_several_are_not_known()
    {
        string node = Node.Replace("0x100000>", "0x100000 0x9 0x0>", StringComparison.Ordinal);
        Findings found = Check(_files.Write("part.dts", System.Text.Encoding.ASCII.GetBytes($"/ {{ reserved-memory {{ {node} }}; }};")));
        Assert.Empty(found.Problems);
        Assert.Contains("node-reg", found.Unknown);
        Assert.DoesNotContain("record-slots", found.Ok);
    }

    [Fact]
    public void Standard_input_is_a_file_too()
    {
        byte[] good = Generate("--no-map", "--ftrace-size", "16K", "--ecc", "16").Bytes;
        byte[] blob = File.ReadAllBytes(Compile(_files.Write("board.dts", good)));
        foreach (byte[] input in (byte[][])[good, blob]) Assert.Empty(Findings.Of(Agent.RunWithInput(input, "dt", "check", "-", "--json", "--exit-code")).Problems);
        Assert.DoesNotContain("node-missing", Findings.Of(Agent.RunWithInput(good, "doctor", "--dts", "-", "--json", "--exit-code")).Problems);
    }

    [Fact]
    public void Control_characters_of_a_tree_do_not_reach_a_terminal()
    {
        string file = _files.Write("hostile.dts", "/ { #address-cells = <1>; #size-cells = <1>; ramoops@1000 { compatible = \"x\\x1b[2J\\x07\", \"ram\x1b[1moops\"; }; };"u8.ToArray());
        foreach (string[] words in (string[][])[["dt", "check", file], ["doctor", "--dts", file]])
        {
            AgentResult result = Agent.Run(words);
            Assert.Contains("x^[[2J^G", result.Output, StringComparison.Ordinal);
            Assert.DoesNotContain((result.Output + result.Errors).ToCharArray(), one => char.IsControl(one) && one != '\n');
        }
    }

    [Fact]
    public void Several_files_are_checked_and_the_worst_counts()
    {
        string good = _files.Write("good.dts", Generate("--no-map").Bytes), bad = _files.Write("bad.dts", "/ { };"u8.ToArray());
        AgentResult result = Agent.Run("dt", "check", good, bad, good, "--exit-code");
        Assert.Equal(10, result.ExitCode);
        Assert.Contains("node-missing", result.Output, StringComparison.Ordinal);
        Assert.Equal(64, Agent.Run("dt", "check").ExitCode);
        Assert.Equal(64, Agent.Run("dt", "burn").ExitCode);
        Assert.Equal(66, Agent.Run("dt", "check", _files.Join("none")).ExitCode);
    }
}
