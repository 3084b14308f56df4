using PstoreAgent.CommandLine;
using Xunit;

namespace PstoreAgent.Tests.CommandLine;

/// <summary>Mistakes that people make, and what they are told.</summary>
public class UsageErrorTests
{
    [Theory]
    [InlineData("unknown option --consoel-size (did you mean --console-size?); see pstore-agent help", "--consoel-size=4K")]
    [InlineData("unknown option --xyzzy; see pstore-agent help", "--xyzzy")]
    [InlineData("unknown command 'region.bin'; an image is named with --image region.bin", "region.bin")]
    [InlineData("--image needs a value (FILE)", "--image", "--tail", "5")]
    [InlineData("--image needs a value (FILE)", "--image", "")]
    [InlineData("--flags: 0x100000000 is too large, the most is 4294967295", "--flags", "0x100000000")]
    public void Says_what_is_wrong(string message, params string[] args) => Assert.Equal(message, Line.Error(args));

    [Fact]
    public void Options_of_one_command_are_refused_by_the_others()
    {
        foreach (OptionSpec option in OptionTable.All)
        {
            foreach (CommandSpec command in CommandTable.All)
            {
                if (option.AppliesTo(command.Name)) continue;
                string[] given = option.Value == null ? [option.Name] : [option.Name, "1"];
                string[] argument = command.ArgumentRequired ? ["x"] : [];
                Assert.StartsWith($"{command.Name} has no option {option.Name}", Line.Error([command.Name, .. argument, .. given]), StringComparison.Ordinal);
            }
        }
    }
}
