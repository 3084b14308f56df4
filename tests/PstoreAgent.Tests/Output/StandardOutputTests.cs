using Xunit;

namespace PstoreAgent.Tests.Output;

/// <summary>Results that can't be written, seen from outside.</summary>
public class StandardOutputTests
{
    [Fact]
    public void A_closed_output_is_an_error()
    {
        AgentResult result = Agent.Start("bash", ["-c", "exec \"$0\" help >&-", Agent.Managed], null);
        Assert.Equal(74, result.ExitCode);
        Assert.Equal("pstore-agent: standard output: Bad file descriptor\n", result.Errors);
    }

    [Fact]
    public void Messages_show_control_characters_and_stay_on_one_line()
    {
        AgentResult result = Agent.Run("--image", "a\e[31m\nb");
        Assert.Equal(66, result.ExitCode);
        Assert.Equal("pstore-agent: a^[[31m^Jb: No such file or directory\n", result.Errors);
    }

    [Fact]
    public void Log_lines_do_so_too_and_keep_out_of_the_results()
    {
        using var home = new TemporaryDirectory();
        string image = home.Write("a\e[31m\nb", new byte[4096]);
        AgentResult result = Agent.Run("extract", home.Join("out"), "--as-kernel", "--image", image);
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Bytes);
        string line = Assert.Single(result.Errors.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("pstore-agent: warning: ", line, StringComparison.Ordinal);
        Assert.Empty(Agent.Run("extract", home.Join("out"), "--as-kernel", "--image", image, "--log-level=none").Errors);
    }
}
