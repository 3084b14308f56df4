using System.Reflection;
using System.Text.RegularExpressions;
using PstoreAgent.CommandLine;
using Xunit;

namespace PstoreAgent.Tests.ManPage;

/// <summary>The manual page says what the program does. With PSTORE_WRITE_MAN=1 the part that the tables determine is written anew.</summary>
public partial class ManPageTests
{
    private const string Start = ".\\\" from here on made from the tables of the program\n", End = ".\\\" to here\n";

    private static string Place { get; } = Path.Combine(Agent.Root, "cross", "man", "pstore-agent.8");

    [Fact]
    public void Commands_and_options_are_those_of_the_tables()
    {
        string page = File.ReadAllText(Place);
        int from = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length, to = page.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("PSTORE_WRITE_MAN") == "1") File.WriteAllText(Place, page = page[..from] + ManSections.Text() + page[to..]);
        else Assert.Equal(ManSections.Text(), page[from..to]);
    }

    [Fact]
    public void Every_exit_code_is_explained()
    {
        string page = File.ReadAllText(Place);
        foreach (FieldInfo code in typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static))
            Assert.Contains($"\n.It {code.GetRawConstantValue()}\n", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mandoc", "-Tlint", "-Wwarning")]
    [InlineData("man", "--warnings", "-l", "-Tutf8", "-Z")]
    [InlineData("groff", "-mdoc", "-ww", "-Tutf8", "-z")]
    public void Formatters_find_nothing_wrong(string program, params string[] words)
    {
        if (!File.Exists($"/usr/bin/{program}")) Assert.Skip($"{program} is not installed");
        AgentResult result = Agent.Start(program, [.. words, Place], null);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        if (program == "mandoc") Assert.Equal("", result.Output);
    }

    [Fact]
    public void It_reads_as_the_tables_do()
    {
        if (!File.Exists("/usr/bin/mandoc")) Assert.Skip("mandoc is not installed");
        string text = Blanks().Replace(Agent.Start("mandoc", ["-Tascii", "-Owidth=1000", Place], null).Output, " ");
        text = Overstrikes().Replace(text, "");
        foreach (OptionSpec option in OptionTable.All) Assert.Contains($" {option.Name}{(option.Value == null ? "" : " " + option.Value)} {option.Help}", text, StringComparison.Ordinal);
        foreach (CommandSpec command in CommandTable.All) Assert.Contains($" {command.Summary}", text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(".\b")]
    private static partial Regex Overstrikes();
}
