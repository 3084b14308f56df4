using System.Runtime.Versioning;
using Xunit;

namespace PstoreAgent.Tests.Install;

/// <summary>The scripts of cross/init in the shells that boards have, with an agent that notes how it is called.</summary>
[SupportedOSPlatform("linux")]
public sealed class InitScriptTests : IDisposable
{
    private const string Usual = "/usr/bin/pstore-agent";

    private readonly TemporaryDirectory _folder = new();

    public static TheoryData<string, string> Collecting()
    {
        var data = new TheoryData<string, string>();
        foreach (string script in (string[])["sysvinit/pstore-agent", "busybox/S01pstore-agent", "openrc/pstore-agent"])
            foreach (string shell in (string[])["dash", "busybox"]) data.Add(script, shell);
        return data;
    }

    public static TheoryData<string, string> Dumping()
    {
        var data = new TheoryData<string, string>();
        foreach (string script in (string[])["initramfs-tools/scripts/init-top/pstore-agent", "dracut/pstore-agent-dump.sh"])
            foreach (string shell in (string[])["dash", "busybox"]) data.Add(script, shell);
        return data;
    }

    public static TheoryData<string> Scripts => new(Directory.GetFiles(Path.Combine(Agent.Root, "cross", "init"), "*", SearchOption.AllDirectories)
        .Where(file => File.ReadLines(file).First().StartsWith("#!", StringComparison.Ordinal)).Select(file => Path.GetRelativePath(Path.Combine(Agent.Root, "cross", "init"), file)));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Scripts))]
    public void The_syntax_is_that_of_a_plain_shell(string script)
    {
        string file = Path.Combine(Agent.Root, "cross", "init", script);
        foreach (string[] shell in (string[][])[["dash"], ["busybox", "sh"], ["bash"]])
        {
            AgentResult result = Agent.Start(shell[0], [.. shell[1..], "-n", file], null);
            Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        }

        Assert.True(File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute));
    }

    [Theory]
    [MemberData(nameof(Collecting))]
    public void It_collects_and_hands_on_the_exit_code(string script, string shell)
    {
        foreach ((int agent, int expected) in ((int, int)[])[(0, 0), (69, 0), (74, 74)])
        {
            (int code, string[] calls) = Start(script, shell, $"exit {agent}");
            Assert.Equal(expected, code);
            Assert.Equal(["collect /var/lib/pstore-agent --clear"], calls);
        }
    }

    [Theory]
    [MemberData(nameof(Collecting))]
    public void What_the_initramfs_saved_comes_first_and_is_removed_once_it_is_collected(string script, string shell)
    {
        string dump = _folder.Join("run/region.bin");
        Directory.CreateDirectory(_folder.Join("run"));
        foreach (bool works in (bool[])[false, true])
        {
            File.WriteAllText(dump, "");
            File.WriteAllText(dump + ".json", "");
            (int code, string[] calls) = Start(script, shell, works ? "exit 0" : "case $* in *--image*) exit 74 ;; esac");
            Assert.Equal(0, code);
            Assert.Equal([$"collect /var/lib/pstore-agent --image {dump} --clear", "collect /var/lib/pstore-agent --clear"], calls);
            Assert.Equal(works ? 0 : 2, Directory.GetFiles(_folder.Join("run")).Length);
        }
    }

    [Theory]
    [MemberData(nameof(Dumping))]
    public void An_initramfs_saves_the_region_and_boots_on_whatever_happens(string script, string shell)
    {
        foreach (int agent in (int[])[0, 69])
        {
            (int code, string[] calls) = Start(script, shell, $"exit {agent}");
            Assert.Equal(0, code);
            Assert.Equal([$"dump {_folder.Join("run")}/"], calls);
        }

        File.Delete(_folder.Join("agent"));
        Assert.Equal(0, Run(script, shell));
    }

    [Fact]
    public void The_dracut_module_takes_agent_and_hook_along()
    {
        string script = Place("dracut/module-setup.sh");
        string work = $$"""
            require_binaries() { [ -x "$1" ]; }
            inst_binary() { echo "binary $1"; }
            inst_hook() { echo "hook $*"; }
            moddir=/module initdir={{_folder.Join("initrd")}}
            . {{script}}
            check && install
            """;
        Agent.Start("cp", ["/bin/true", _folder.Join("agent")], null);
        AgentResult result = Agent.Start("bash", ["-eu", "-c", work], null);
        Assert.Equal((0, $"binary {_folder.Join("agent")}\nhook cmdline 00 /module/pstore-agent-dump.sh\n", ""), (result.ExitCode, result.Output, result.Errors));
        Assert.Single(Directory.GetFiles(_folder.Join("initrd"), "*.conf", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_initramfs_hook_takes_the_agent_along()
    {
        string functions = _folder.Write("functions", "copy_exec() { echo \"exec $*\"; }\n"u8.ToArray());
        string script = Place("initramfs-tools/hooks/pstore-agent");
        File.WriteAllText(script, File.ReadAllText(script).Replace("/usr/share/initramfs-tools/hook-functions", functions, StringComparison.Ordinal));
        Assert.Equal($"exec {_folder.Join("agent")}\n", Agent.Start("dash", ["-e", script], null).Output);
        Assert.Equal("\n", Agent.Start("dash", ["-e", script, "prereqs"], null).Output);
    }

    private (int Code, string[] Calls) Start(string script, string shell, string agent)
    {
        string calls = _folder.Join("calls");
        File.Delete(calls);
        string text = _folder.Write("agent.text", System.Text.Encoding.UTF8.GetBytes($"#!/bin/sh\necho \"$*\" >>{calls}\n{agent}\n"));

        // A program that this process has written can't be run while another test's child still shares the open file.
        Assert.Equal(0, Agent.Start("install", ["-m", "755", text, _folder.Join("agent")], null).ExitCode);
        int code = Run(script, shell);
        return (code, File.Exists(calls) ? File.ReadAllLines(calls) : []);
    }

    private int Run(string script, string shell)
    {
        string place = Place(script);
        string[] words = shell == "busybox" ? ["sh"] : [];

        // What openrc-run has beforehand.
        string[] call = script.StartsWith("openrc", StringComparison.Ordinal)
            ? ["-c", $"ebegin() {{ :; }}; eend() {{ return \"$1\"; }}; . {place}; start"]
            : [place, "start"];
        AgentResult result = Agent.Start(shell, [.. words, .. call], null);
        Assert.Equal("", result.Errors);
        return result.ExitCode;
    }

    private string Place(string script)
    {
        string text = File.ReadAllText(Path.Combine(Agent.Root, "cross", "init", script));
        return _folder.Write("script", System.Text.Encoding.UTF8.GetBytes(text
            .Replace(Usual, _folder.Join("agent"), StringComparison.Ordinal)
            .Replace("/run/pstore-agent", _folder.Join("run"), StringComparison.Ordinal)));
    }
}
