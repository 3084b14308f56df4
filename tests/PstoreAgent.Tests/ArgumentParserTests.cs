using PstoreAgent.CommandLine;
using Xunit;

namespace PstoreAgent.Tests;

public sealed class ArgumentParserTests
{
    [Theory]
    [InlineData("extract DIR --image FILE")]
    [InlineData("extract --image FILE DIR")]
    [InlineData("--image FILE extract DIR")]
    [InlineData("--image=FILE extract DIR")]
    [InlineData("extract DIR --image=FILE")]
    [InlineData("extract --image=FILE -- DIR")]
    public void Options_may_stand_anywhere_in_both_forms(string line)
    {
        ParsedLine parsed = Parse(line);
        Assert.Equal(("extract", "DIR", "FILE"), (parsed.Command.Name, parsed.Argument, parsed.Values["--image"]));
    }

    [Fact]
    public void Recover_is_the_default() => Assert.Equal("recover", Parse("--image FILE").Command.Name);

    [Fact]
    public void A_lone_dash_is_a_value_or_a_word()
    {
        Assert.Equal("-", Parse("--image -").Values["--image"]);
        Assert.Equal("-", Parse("--image=-").Values["--image"]);
    }

    [Fact]
    public void Behind_two_dashes_everything_is_a_word() => Assert.Equal("--json", Parse("show -- --json").Argument);

    [Fact]
    public void Every_option_works_in_both_forms()
    {
        foreach (OptionSpec option in OptionTable.All)
        {
            string command = CommandTable.All.Select(spec => spec.Name).First(option.AppliesTo);
            string word = CommandTable.Find(command)!.ArgumentRequired ? $"{command} X" : command;
            if (option.Value == null)
            {
                Assert.True(Parse($"{word} {option.Name}").Values.ContainsKey(option.Name));
                continue;
            }

            Assert.Equal("V", Parse($"{word} {option.Name} V").Values[option.Name]);
            Assert.Equal("V", Parse($"{option.Name}=V {word}").Values[option.Name]);
        }
    }

    [Theory]
    [InlineData("--imag FILE", "unknown option --imag (did you mean --image?)")]
    [InlineData("--image", "--image needs a value (FILE)")]
    [InlineData("--image=", "--image needs a value (FILE)")]
    [InlineData("--image A --image B", "--image is given twice")]
    [InlineData("recovr", "unknown command 'recovr' (did you mean recover?)")]
    [InlineData("show", "show needs an argument: pstore-agent show RECORD")]
    [InlineData("extract", "extract needs an argument: pstore-agent extract DIR")]
    [InlineData("layout extra", "layout takes no argument; 'extra' is too much")]
    [InlineData("show a b", "show takes one argument (RECORD); 'b' is too much")]
    [InlineData("layout --as-kernel", "layout has no option --as-kernel")]
    [InlineData("version --image FILE", "version has no option --image")]
    [InlineData("recover --json=yes", "--json takes no value")]
    [InlineData("-x", "unknown option -x")]
    [InlineData("collect --help=x", "--help takes no value")]
    public void Mistakes_are_named(string line, string message)
    {
        UsageException problem = Assert.Throws<UsageException>(() => Parse(line));
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal(64, problem.ExitCode);
    }

    [Theory]
    [InlineData("--mem-size", "1Q", "--mem-size: '1Q' is no number")]
    [InlineData("--mem-size", "-1", "--mem-size: '-1' is no number")]
    [InlineData("--mem-size", "99999999999G", "--mem-size: 99999999999G is too large")]
    [InlineData("--mem-size", "0x11112222333344445", "--mem-size: 0x11112222333344445 is too large")]
    [InlineData("--mem-size", "-1", "--mem-size: '-1' is no number from 0 on")]
    [InlineData("--mem-size", "4G", "--mem-size: 4G is too large")]
    [InlineData("--ecc", "128", "--ecc: 128 is too large, the most is 127")]
    [InlineData("--cpus", "0", "--cpus: there is at least one CPU")]
    [InlineData("--kernel", "six", "--kernel: 'six' is no kernel version")]
    [InlineData("--kernel", "2.6.32", "--kernel: 2.6.32 is too old")]
    [InlineData("--reader-compress", "bzip2", "--reader-compress: 'bzip2' is none of")]
    [InlineData("--endian", "middle", "--endian: 'middle' is none of little, big")]
    [InlineData("--word-size", "16", "--word-size: '16' is none of 32, 64")]
    [InlineData("--log-level", "loud", "--log-level: 'loud' is none of")]
    public void Bad_values_are_named(string option, string value, string message)
    {
        var values = new OptionValues(new Dictionary<string, string> { [option] = value });
        UsageException problem = Assert.Throws<UsageException>(() => values.Common());
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", 0ul)]
    [InlineData("4096", 4096ul)]
    [InlineData("0x1000", 4096ul)]
    [InlineData("0X1f", 31ul)]
    [InlineData("4K", 4096ul)]
    [InlineData("4k", 4096ul)]
    [InlineData("1M", 1048576ul)]
    [InlineData("0x10K", 16384ul)]
    [InlineData("2G", 2147483648ul)]
    [InlineData("0xffffffffffffffff", ulong.MaxValue)]
    public void Numbers_are_read(string text, ulong wanted)
    {
        Assert.True(NumberText.TryParse(text, out ulong value));
        Assert.Equal(wanted, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("K")]
    [InlineData("0x")]
    [InlineData("1 ")]
    [InlineData("+1")]
    [InlineData("1.5K")]
    [InlineData("18446744073709551616")]
    [InlineData("18446744073709551615K")]
    public void What_is_no_number_is_refused(string text) => Assert.False(NumberText.TryParse(text, out _));

    private static ParsedLine Parse(string line) => new ArgumentParser(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Parse();
}
