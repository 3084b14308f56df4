using PstoreAgent.CommandLine;
using PstoreAgent.Completions;
using Xunit;

namespace PstoreAgent.Tests.Completions;

/// <summary>Each script in its own shell: what is offered is what the tables say.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public static TheoryData<string> Shells => new(CommandTable.Find("completion")!.Choices);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Shells))]
    public void The_options_of_a_command_are_offered(string shell)
    {
        foreach (CommandSpec command in CommandTable.All)
        {
            string[] expected = [.. OptionTable.All.Where(option => option.AppliesTo(command.Name)).Select(option => option.Name), "--help", "--version"];
            Assert.Equal(expected.Order(), Offered(shell, command.Name, "--"));
        }
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("fish")]
    public void Commands_arguments_and_values_are_offered(string shell)
    {
        string[] commands = [.. CommandTable.All.Select(command => command.Name).Order()];
        Assert.Equal(commands, Offered(shell, ""));
        Assert.Equal(commands, Offered(shell, "--tail", "3", "--json", ""));
        Assert.Equal(["console", "dmesg-0", "ftrace", "pmsg"], Offered(shell, "--image", "x", "show", ""));
        Assert.Empty(Offered(shell, "show", "console", ""));
        Assert.Equal(["version"], Offered(shell, "vers"));
        foreach (OptionSpec option in OptionTable.All)
        {
            string command = CommandTable.All.First(spec => option.AppliesTo(spec.Name)).Name;
            if (option.Choices.Length > 0) Assert.Equal(option.Choices.Order(), Offered(shell, command, option.Name, ""));
        }
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("fish")]
    public void Files_and_folders_are_offered_where_they_are_due(string shell)
    {
        string file = _folder.Write("crash.bin", []), folder = Directory.CreateDirectory(_folder.Join("crash.d")).FullName;
        string start = _folder.Join("crash");
        Assert.Equal([file, folder], Offered(shell, "recover", "--image", start));
        Assert.Equal([folder], Offered(shell, "extract", start));
        Assert.Equal([folder], Offered(shell, "install", "--root", start));
        Assert.Empty(Offered(shell, "recover", "--tail", start));
    }

    [Fact]
    public void Bash_completes_a_value_behind_an_equals_sign()
    {
        Assert.Equal(["binary", "text"], Offered("bash", "extract", "--ftrace", "="));
        Assert.Equal(["binary"], Offered("bash", "extract", "--ftrace", "=", "b"));
        Assert.Equal(["--raw"], Offered("bash", "show", "--tail", "=", "3", "--ra"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void The_script_comes_from_the_command(string shell)
    {
        AgentResult result = Agent.Run("completion", shell);
        Assert.Equal((0, Completion.For(shell), ""), (result.ExitCode, result.Output, result.Errors));
        Assert.Equal(64, Agent.Run("completion", "csh").ExitCode);
    }

    private string[] Offered(string shell, params string[] words)
    {
        if (!File.Exists($"/usr/bin/{shell}")) Assert.Skip($"{shell} is not installed");
        string script = _folder.Write(shell, System.Text.Encoding.UTF8.GetBytes(Completion.For(shell)));
        string[] line = ["pstore-agent", .. words];
        string quoted = string.Join(' ', line.Select(Completion.Quoted));
        AgentResult result = shell switch
        {
            "bash" => Agent.Start("bash", ["--norc", "-c", $$"""
                . {{script}}
                [ "$(complete -p pstore-agent)" = 'complete -F _pstore_agent pstore-agent' ] || exit
                COMP_WORDS=({{quoted}}) COMP_CWORD={{words.Length}}
                _pstore_agent
                printf '%s\n' "${COMPREPLY[@]}"
                """], null),
            "fish" => Agent.Start("fish", ["--no-config", "-c", $"source {script}; complete -C '{string.Join(' ', line)}'"], null),

            // What zsh's own function is told is looked at: completing itself needs a terminal.
            _ => Agent.Start("zsh", ["-f", "-c", $$"""
                autoload -Uz compinit && compinit -D -d {{_folder.Join("zcompdump")}}
                source {{script}}
                [[ $_comps[pstore-agent] == _pstore-agent ]] || exit
                _arguments() { print -rl -- "$@" }
                words=({{quoted}}) CURRENT={{line.Length}}
                _pstore-agent
                """], null),
        };
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        IEnumerable<string> lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines = shell == "zsh" ? lines.Where(spec => spec.StartsWith("--", StringComparison.Ordinal)).Select(spec => spec[..spec.IndexOfAny(['=', '['])]) : lines.Select(offer => offer.Split('\t')[0].TrimEnd('/'));
        return [.. lines.Order()];
    }
}
