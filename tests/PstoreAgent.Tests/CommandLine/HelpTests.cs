using PstoreAgent.CommandLine;
using Xunit;

namespace PstoreAgent.Tests.CommandLine;

public class HelpTests
{
    public static TheoryData<string> Commands => new(CommandTable.All.Select(command => command.Name));

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_page_names_all_options_of_its_command_and_fits_80_columns(string name)
    {
        string page = HelpText.For(CommandTable.Find(name)!);
        foreach (OptionSpec option in OptionTable.All)
            Assert.Equal(option.AppliesTo(name), page.Split('\n').Any(line => line.StartsWith($"  {option.Name} ", StringComparison.Ordinal)));
        AssertNarrow(page);
    }

    [Fact]
    public void The_overview_names_all_commands_and_exit_codes_and_fits_80_columns()
    {
        string page = HelpText.Overview();
        foreach (CommandSpec command in CommandTable.All) Assert.Contains($"\n  {command.Name}", page, StringComparison.Ordinal);
        foreach (int code in (int[])[0, 64, 65, 66, 69, 73, 74, 77, 78]) Assert.Matches($@"\b{code} [a-z]", page);
        AssertNarrow(page);
    }

    private static void AssertNarrow(string page)
    {
        foreach (string line in page.Split('\n'))
        {
            Assert.True(line.Length <= 80, line);
            Assert.False(line.EndsWith(' '), line);
        }
    }
}
