using System.Globalization;
using System.Text;
using PstoreAgent.Discovery.DeviceTree;
using Xunit;

namespace PstoreAgent.Tests.Doctor;

/// <summary>Trees as source text.</summary>
public sealed class SourceTreeTests
{
    private static FlattenedNode Read(string text) => SourceTree.Read(Encoding.UTF8.GetBytes(text), "board.dts");

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
    [InlineData("[00 here: 01]", "0001")]
    [InlineData("<(1 << 3) (0x10|2^3&1)>", "0000000800000013")]
    [InlineData("<(1+2*3<<1) (7 % 4 - 1) (-1) (~0)>", "0000000e00000002ffffffffffffffff")]
    [InlineData("<(1 - -1) (!5) (!0) (0?2:1?4:5)>", "00000002000000000000000100000004")]
    [InlineData("<(2 > 1 && 3 != 3 || 2 <= 2) (1 == 1) (4 >= 5) (3 < 2)>", "00000001000000010000000000000000")]
    [InlineData("/bits/ 64 <(1 << 63) (1 << 64) (9 / 2 >> 1)>", "800000000000000000000000000000000000000000000002")]
    [InlineData("/bits/ 8 <(-2)>, <3>", "fe00000003")]
    [InlineData("<'a' '\\n' '\\x7f' '\\'' ('0'+1)>", "000000610000000a0000007f0000002700000031")]
    [InlineData("\"\\x6f\\157\\a\\q\\\"\"", "6f6f07712200")]
    [InlineData("\"a\nb\"", "610a6200")]
    [InlineData("<1ULL 2U>", "0000000100000002")]
    public void Values_are_read_as_the_compiler_writes_them(string value, string bytes) => Assert.Equal(bytes, Convert.ToHexStringLower(Value(value)));

    [Fact]
    public void Nodes_add_up_and_the_last_value_counts()
    {
        FlattenedNode root = Read("""
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
        Assert.Equal(["bus@1000", "fragment@0"], root.Children.Select(node => node.Name));
        IDeviceTreeNode bus = root.Children[0];
        Assert.Equal(("/bus@1000", 2u, false, true), (bus.Path, bus.Cell("a"), bus.Has("b"), bus.Has("e")));
        IDeviceTreeNode leaf = Assert.Single(bus.Children);
        Assert.Equal(("y", true), (leaf.Word("c"), leaf.Has("d")));
        Assert.Equal("/bus@1000/leaf", leaf.Path);
    }

    [Fact]
    public void Nodes_are_deleted_by_name_and_by_label()
    {
        FlattenedNode root = Read("/ { a {}; b: c {}; d {}; /delete-node/ a; }; /delete-node/ &b;");
        Assert.Equal("d", Assert.Single(root.Children).Name);
    }

    [Fact]
    public void All_labels_of_a_node_name_it_and_go_with_it()
    {
        FlattenedNode root = Read("""
            / { a: b: one { }; two { x: three { }; }; };
            &a { p; };
            &b { q; };
            c: &{/two} { r; };
            &c { s; };
            &{c/three} { t; };
            /delete-node/ &{/one};
            &a { u; };
            / { one { v; }; };
            """);
        IDeviceTreeNode two = root.Children[0], one = root.Children[2];
        Assert.Equal(("two", true, true, true), (two.Name, two.Has("r"), two.Has("s"), two.Children[0].Has("t")));
        Assert.Equal(("one", false, false, true), (one.Name, one.Has("p"), one.Has("q"), one.Has("v")));
        Assert.False(root.Has("s"));
    }

    [Fact]
    public void Nodes_that_nothing_refers_to_may_be_left_out()
    {
        FlattenedNode root = Read("/ { /omit-if-no-ref/ a: b: one { }; /omit-if-no-ref/ c: two { }; d: three { }; x = <&b>; }; /omit-if-no-ref/ &d;");
        Assert.Equal("one", Assert.Single(root.Children).Name);
    }

    [Fact]
    public void Line_markers_of_the_preprocessor_are_passed_over()
    {
        FlattenedNode root = Read("# 0 \"board.dts\"\n# 1 \"<built-in>\" 1 3\n/ {\n#line 7 \"soc.dtsi\"\n#address-cells = <1>;\n# 8 \"x\"\n};");
        Assert.Equal(1u, root.Cell("#address-cells"));
    }

    [Theory]
    [InlineData("/ {\n#include \"soc.dtsi\"\n};", "line 2: the line '#include \"soc.dtsi\"' is for the C preprocessor")]
    [InlineData("/include/ \"soc.dtsi\"", "/include/ is not followed")]
    [InlineData("/ {\n\n x = <GPIO_ACTIVE_LOW>;\n};", "line 3: 'GPIO_ACTIVE_LOW' is a macro")]
    [InlineData("/ { x = <(1 << LEFT)>; };", "'LEFT' is a macro")]
    [InlineData("/ { x = <(5 / 0)>; };", "a division by zero")]
    [InlineData("/ { x = <(1 ? 2)>; };", "')' where ':' should be")]
    [InlineData("/ { x = <(1, 2)>; };", "',' where ')' should be")]
    [InlineData("/ { x = <(1 << 32)>; };", "0x100000000 does not fit 32 bits")]
    [InlineData("/ { x = /bits/ 64 <&a>; };", "a reference is a cell of 32 bits")]
    [InlineData("/ { x = <1 -1>; };", "'-' where a number should be")]
    [InlineData("/ { x = <08>; };", "'08' is no number")]
    [InlineData("/ { x = <16ull>; };", "'16ull' is no number")]
    [InlineData("/ { x = <''>; };", "a character should be between the quotes")]
    [InlineData("/ { x = <'ab'>; };", "one character should be between the quotes")]
    [InlineData("/ { x = \"\\xg\"; };", "no hexadecimal digits")]
    [InlineData("/ { PINS(1); };", "'PINS(' is a macro")]
    [InlineData("/ { x = <0x100000000>; };", "'0x100000000' does not fit 32 bits")]
    [InlineData("/ { x = <1> };", "'}' where ';' should be")]
    [InlineData("/ { x = \"a\n; };", "a string has no end")]
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
    public void Calculations_come_to_what_the_compiler_makes_of_them()
    {
        using var files = new TemporaryDirectory();
        var random = new Random(15);
        var text = new StringBuilder("/dts-v1/;\n/ {\n");
        const int count = 500;
        for (int i = 0; i < count; i++) text.Append(CultureInfo.InvariantCulture, $"x{i} = /bits/ 64 <({Calculation(random, 5)})>;\n");
        text.Append("};\n");
        string blob = files.Join("x.dtb");
        AgentResult dtc = Agent.Start("dtc", ["-q", "-I", "dts", "-O", "dtb", "-o", blob, files.Write("x.dts", Encoding.ASCII.GetBytes(text.ToString()))], null);
        Assert.Equal((0, ""), (dtc.ExitCode, dtc.Errors));
        FlattenedNode ours = Read(text.ToString()), theirs = FlattenedTree.Read(File.ReadAllBytes(blob), blob);
        for (int i = 0; i < count; i++)
        {
            Assert.True(ours.TryGet($"x{i}", out ReadOnlyMemory<byte> our) & theirs.TryGet($"x{i}", out ReadOnlyMemory<byte> their));
            Assert.Equal(Convert.ToHexString(their.Span), Convert.ToHexString(our.Span));
        }
    }

    private static string Calculation(Random random, int depth)
    {
        string[] operators = ["+", "-", "*", "/", "%", "<<", ">>", "&", "|", "^", "&&", "||", "==", "!=", "<", ">", "<=", ">=", "?"], signs = ["-", "~", "!", "", "", ""];
        if (depth == 0 || random.Next(6) == 0) return random.Next(5) switch { 0 => $"'{(char)random.Next('A', 'Z')}'", 1 => $"0x{random.Next():x}UL", 2 => $"0{random.Next(8)}", _ => $"{random.Next(70)}" };
        string left = Calculation(random, depth - 1), right = Calculation(random, depth - 1), sign = signs[random.Next(signs.Length)];
        string operation = operators[random.Next(operators.Length)], space = random.Next(2) == 0 ? " " : "";
        if (operation == "?") return $"({left} {operation} {right} : {Calculation(random, depth - 1)})";
        if (operation is "/" or "%") right = $"(({right}) | 1)";
        if (operation is "<<" or ">>") right = $"(({right}) & 63)";
        return random.Next(3) == 0 ? $"{sign}({left}{space}{operation} {right})" : $"{sign}{left}{space}{operation} {right}";
    }

    [Fact]
    public void Calculations_are_bounded() =>
        Assert.Contains("nested more than", Error($"/ {{ x = <{new string('(', 100_000)}"), StringComparison.Ordinal);

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
