using System.IO.Compression;
using PstoreAgent.Tests.Discovery;
using Xunit;

namespace PstoreAgent.Tests.Doctor;

/// <summary>What files on a desk say besides what they are given for, and what is wrong with them.</summary>
public sealed class DeskFactTests : IDisposable
{
    private readonly FakeMachine _files = new();

    public void Dispose() => _files.Dispose();

    private string File(string name, byte[] content) => _files.With(name, content).FullName(name);

    private string File(string name, string content) => _files.With(name, content).FullName(name);

    [Fact]
    public void The_head_of_a_configuration_tells_the_kernel()
    {
        string config = File("/config", "#\n# Automatically generated file; DO NOT EDIT.\n# Linux/arm64 5.4.100 Kernel Configuration\n#\nCONFIG_PSTORE=y\n");
        string blob = File("/board.dtb", Desk.GoodTree().ToBlob());
        AgentResult result = Agent.Run("doctor", "--json", "--dtb", blob, "--config", config);
        Assert.Contains("\"kernel\":\"5.4.100\"", result.Output.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("\"kernel\":\"6.1.10\"", Agent.Run("doctor", "--json", "--dtb", blob, "--config", config, "--kernel", "6.1.10").Output.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void The_tree_has_the_command_line_that_its_boot_loader_passes()
    {
        TreeNode tree = Desk.GoodTree().Add(new TreeNode("chosen").Word("bootargs", "panic=0"));
        string blob = File("/board.dtb", tree.ToBlob());
        Assert.Contains("panic-timeout", Findings.Of(Agent.Run("doctor", "--json", "--exit-code", "--dtb", blob)).Problems);
        Assert.Contains("panic-timeout", Findings.Of(Agent.Run("doctor", "--json", "--exit-code", "--dtb", blob, "--cmdline", "panic=5")).Ok);
    }

    [Fact]
    public void A_configuration_that_is_cut_is_called_so()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(i => $"CONFIG_OPTION_{i}=y\n"))));
        string config = File("/config.gz", packed.ToArray()[..^200]);
        AgentResult result = Agent.Run("doctor", "--config", config);
        Assert.Equal((65, ""), (result.ExitCode, result.Output));
        Assert.Contains(config, result.Errors, StringComparison.Ordinal);
        Assert.Contains("gzip", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("no line CONFIG_", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_region_that_is_too_large_for_this_program_is_not_refused_by_the_driver()
    {
        TreeNode tree = Desk.GoodTree();
        tree["memory@40000000"].Cells("reg", 8, 0, 4, 0);
        tree.Node().Cells("reg", 8, 0x80000000, 0, 0x80000000);
        Findings found = Findings.Of(Agent.Run("dt", "check", "--json", "--exit-code", File("/board.dtb", tree.ToBlob())));
        Assert.Empty(found.Problems);
        Assert.Contains("this program", found.Title("sizes"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dtb")]
    [InlineData("dts")]
    public void What_is_reserved_beside_the_nodes_is_read(string kind)
    {
        string file;
        if (kind == "dtb")
        {
            TreeNode tree = Desk.GoodTree();
            tree.Reserves.Add((0x8800ff000, 0x1000));
            file = File("/board.dtb", tree.ToBlob());
        }
        else
        {
            AgentResult made = Agent.Run("dt", "generate", "--base", "0x880000000", "--size", "1M", "--record-size", "32K", "--no-map");
            file = File("/board.dts", made.Output.Replace("/dts-v1/;", "/dts-v1/;\n/memreserve/ 0x8800ff000 0x1000;", StringComparison.Ordinal));
        }

        Findings found = Findings.Of(Agent.Run("dt", "check", "--json", "--exit-code", file));
        Assert.Contains("node-reserved-before", found.Warnings);
        Assert.Equal(["device_tree: /memreserve/ 0x8800ff000 0x1000;"], found.Fixes("node-reserved-before"));
        Assert.DoesNotContain("node-reserved-before", Findings.Of(Agent.Run("dt", "check", "--json", "--exit-code", file, "--kernel", "4.19.100")).Warnings);
    }

    [Fact]
    public void The_report_shows_what_to_take_away_and_where_lines_belong()
    {
        TreeNode tree = Desk.GoodTree();
        tree.Reserved().Without("ranges");
        string[] lines = Agent.Run("doctor", "--dtb", File("/board.dtb", tree.ToBlob()), "--cmdline", "module_blacklist=ramoops panic=5").Output.Split('\n');
        Assert.Contains("           command line:  without module_blacklist=ramoops", lines);
        Assert.Contains("           device tree:   ranges; /* in /reserved-memory */", lines);
    }
}
