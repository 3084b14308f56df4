using PstoreAgent.CommandLine;
using Xunit;

namespace PstoreAgent.Tests.CommandLine;

/// <summary>Every option of the table, in both forms, at every place.</summary>
public class OptionPlacesTests
{
    public static TheoryData<string, string> Places()
    {
        var data = new TheoryData<string, string>();
        foreach (OptionSpec option in OptionTable.All)
        {
            foreach (string command in OptionTable.ReadingCommands)
                if (option.AppliesTo(command)) data.Add(option.Name, command);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Both_forms_work_before_and_behind_command_and_argument(string name, string command)
    {
        OptionSpec option = OptionTable.Find(name)!;
        string[] words = CommandTable.Find(command)!.Argument == null ? [command] : [command, "operand"];
        string[][] forms = option.Value == null ? [[name]] : [[name, "value"], [$"{name}=value"]];
        foreach (string[] form in forms)
        {
            for (int at = 0; at <= words.Length; at++)
            {
                ParsedLine line = Line.Parse([.. words[..at], .. form, .. words[at..]]);
                Assert.Equal(command, line.Command.Name);
                Assert.Equal(words.Length > 1 ? "operand" : null, line.Argument);
                Assert.Equal(option.Value == null ? "" : "value", Assert.Contains(name, line.Values));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Given_twice_is_an_error(string name, string command)
    {
        string[] once = OptionTable.Find(name)!.Value == null ? [name] : [name, "1"];
        Assert.Equal($"{name} is given twice", Line.Error([command, .. once, .. once, "x"]));
    }

    [Fact]
    public void Without_a_command_it_is_recover()
    {
        Assert.Equal("recover", Line.Parse().Command.Name);
        Assert.Equal("recover", Line.Parse("--image=x", "--tail=3").Command.Name);
    }

    [Fact]
    public void Two_dashes_end_the_options()
    {
        ParsedLine line = Line.Parse("show", "--image", "x", "--", "--raw");
        Assert.Equal("--raw", line.Argument);
        Assert.DoesNotContain("--raw", line.Values);
    }

    [Theory]
    [InlineData("--image", "-")]
    [InlineData("--image=-")]
    public void A_dash_alone_is_a_value(params string[] args) => Assert.Equal("-", Line.Common(args).Image);

    [Theory]
    [InlineData("--image=a=b", "a=b")]
    [InlineData("--image=--odd", "--odd")]
    [InlineData("--image=with blank", "with blank")]
    public void What_stands_behind_the_first_equals_sign_is_the_value(string arg, string value) =>
        Assert.Equal(value, Line.Common(arg).Image);

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("layout", "--help")]
    [InlineData("show", "-h")]
    [InlineData("--image", "x", "extract", "--help")]
    public void Help_needs_nothing_else(params string[] args) => Assert.True(Line.Parse(args).WantsHelp);

    [Theory]
    [InlineData("--version")]
    [InlineData("show", "--version")]
    [InlineData("version")]
    public void Version_needs_nothing_else(params string[] args) => Assert.Equal("version", Line.Parse(args).Command.Name);
}
