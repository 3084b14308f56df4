using System.Text;
using PstoreAgent.Discovery.DeviceTree;
using Xunit;

namespace PstoreAgent.Tests.Doctor;

/// <summary>Trees as source text.</summary>
public sealed class SourceTreeTests
{
    private static IDeviceTreeNode Read(string text) => SourceTree.Read(Encoding.UTF8.GetBytes(text), "board.dts");

    private static string Error(string text)
    {
        AgentException problem = Assert.Throws<AgentException>(() => Read(text));
        Assert.Equal(65, problem.ExitCode);
        return problem.Message;
    }

    private static byte[] Value(string value)
    {
        Assert.True(Read($"/ {{ x = {value}; }};").TryGet("x", out ReadOnlyMemory<byte> bytes));
        return bytes.ToArray();
    }

    [Theory]
    [InlineData("<1 0x20 010>", "000000010000002000000008")]
    [InlineData("<0xffffffffU>, <2>", "ffffffff00000002")]
    [InlineData("\"ab\", \"c\\n\"", "616200630a00")]
    [InlineData("[00 1fA0]", "001fa0")]
    [InlineData("/bits/ 64 <0x880000000>", "0000000880000000")]
    [InlineData("/bits/ 8 <1 2>, <3>", "010200000003")]
    [InlineData("<&clocks 3>", "0000000000000003")]
    [InlineData("<1 /* two */ 2 // three\n 3>", "000000010000000200000003")]
    [InlineData("here: <1 there: 2>", "0000000100000002")]
    public void Values_are_read_as_the_compiler_writes_them(string value, string bytes) => Assert.Equal(bytes, Convert.ToHexStringLower(Value(value)));

    [Fact]
    public void Nodes_add_up_and_the_last_value_counts()
    {
        IDeviceTreeNode root = Read("""
            /dts-v1/;
            /memreserve/ 0x1000 0x2000;
            / {
                #address-cells = <1>;
                soc: bus@1000 { a = <1>; b; inner: leaf { c = "x"; }; };
            };
            / { #address-cells = <2>; bus@1000 { a = <2>; }; };
            &inner { c = "y"; d; };
            &{/bus@1000} { e; /delete-property/ b; };
            &nowhere { f; };
            """);
        Assert.Equal(2u, root.Cell("#address-cells"));
        IDeviceTreeNode bus = Assert.Single(root.Children);
        Assert.Equal(("/bus@1000", 2u, false, true), (bus.Path, bus.Cell("a"), bus.Has("b"), bus.Has("e")));
        IDeviceTreeNode leaf = Assert.Single(bus.Children);
        Assert.Equal(("y", true), (leaf.Word("c"), leaf.Has("d")));
        Assert.Equal("/bus@1000/leaf", leaf.Path);
    }

    [Fact]
    public void Nodes_are_deleted_by_name_and_by_label()
    {
        IDeviceTreeNode root = Read("/ { a {}; b: c {}; d {}; /delete-node/ a; }; /delete-node/ &b;");
        Assert.Equal("d", Assert.Single(root.Children).Name);
    }

    [Theory]
    [InlineData("/ {\n#include \"soc.dtsi\"\n};", "line 2: the line '#include \"soc.dtsi\"' is for the C preprocessor")]
    [InlineData("/include/ \"soc.dtsi\"", "/include/ is not followed")]
    [InlineData("/ {\n\n x = <GPIO_ACTIVE_LOW>;\n};", "line 3: 'GPIO_ACTIVE_LOW' is a macro")]
    [InlineData("/ { x = <(1 << 3)>; };", "calculations are not done")]
    [InlineData("/ { PINS(1); };", "'PINS(' is a macro")]
    [InlineData("/ { x = <0x100000000>; };", "'0x100000000' does not fit 32 bits")]
    [InlineData("/ { x = <1> };", "'}' where ';' should be")]
    [InlineData("/ { x = \"a\n\"; };", "a string has no end")]
    [InlineData("/ { x = [0]; };", "'0' where bytes of two digits should be")]
    [InlineData("/ { /* ", "a comment has no end")]
    [InlineData("/ { a {", "the end of the file where a property or a node should begin")]
    [InlineData("/ { x = <1", "the end of the file where a number should be")]
    [InlineData("/dts-v1/", "the file ends within a statement")]
    [InlineData("/bits/", "the file ends within a statement")]
    [InlineData("kernel image", "'kernel' where a node should begin")]
    [InlineData("\0\0", "neither the source of a device tree nor a flattened one")]
    public void What_can_not_be_read_is_said_with_its_line(string text, string problem) => Assert.Contains(problem, Error(text), StringComparison.Ordinal);

    [Fact]
    public void Depth_is_bounded() =>
        Assert.Contains("nodes within nodes", Error("/ " + string.Concat(Enumerable.Repeat("{ a ", 100_000))), StringComparison.Ordinal);

    [Fact]
    public void Any_cut_of_a_tree_is_read_or_is_an_error()
    {
        string text = File.ReadAllText(Path.Combine(Agent.Root, "cross", "ramoops.dtsi"));
        for (int length = 0; length < text.Length; length++)
        {
            try
            {
                _ = Read(text[..length]);
            }
            catch (AgentException problem)
            {
                Assert.StartsWith("board.dts, line ", problem.Message, StringComparison.Ordinal);
            }
        }
    }
}
