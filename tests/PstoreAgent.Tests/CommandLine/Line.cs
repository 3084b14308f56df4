using PstoreAgent.CommandLine;
using Xunit;

namespace PstoreAgent.Tests.CommandLine;

/// <summary>Short cuts from words to what the parser makes of them.</summary>
internal static class Line
{
    public static ParsedLine Parse(params string[] args) => new ArgumentParser(args).Parse();

    public static CommonOptions Common(params string[] args) => new OptionValues(Parse(args).Values).Common();

    /// <summary>The message of the usage error that the words are.</summary>
    public static string Error(params string[] args)
    {
        var error = Assert.Throws<UsageException>(() =>
        {
            ParsedLine line = Parse(args);
            new OptionValues(line.Values).Common();
        });
        Assert.Equal(64, error.ExitCode);
        Assert.DoesNotContain('\n', error.Message);
        return error.Message;
    }
}
