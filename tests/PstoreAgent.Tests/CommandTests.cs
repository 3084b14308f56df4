using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace PstoreAgent.Tests;

public sealed class CommandTests
{
    private static readonly string s_image = Agent.Region(Agent.Captures[0]);

    [Fact]
    public void Show_prints_what_the_kernel_showed()
    {
        string shown = Path.Combine(Agent.Captures[0], "pstore");
        foreach (string name in (string[])["dmesg-0", "dmesg-ramoops-0", "console", "pmsg", "pmsg-ramoops-0"])
        {
            string file = name.Contains("ramoops", StringComparison.Ordinal) ? name : name == "dmesg-0" ? "dmesg-ramoops-0" : $"{name}-ramoops-0";
            AgentResult result = Agent.Run("show", name, "--image", s_image);
            Assert.Equal(0, result.ExitCode);
            Assert.Equal(File.ReadAllBytes(Path.Combine(shown, file)), result.Bytes);
        }

        InputTests.AssertFails(Agent.Run("show", "dmesg-7", "--image", s_image), 66, "no record 'dmesg-7'; there are dmesg-0, console, pmsg");
    }

    [Fact]
    public void Json_objects_have_their_schema()
    {
        foreach (string command in (string[])["recover", "layout"])
        {
            JsonElement root = JsonDocument.Parse(Agent.Run(command, "--json", "--image", s_image).Output).RootElement;
            Assert.Equal("pstore-agent/1", root.GetProperty("schema").GetString());
            Assert.Equal("found", root.GetProperty("parameters").GetProperty("record_size").GetProperty("certainty").GetString());
            Assert.True(root.GetProperty("zones").GetArrayLength() > 2);
        }

        JsonElement recovered = JsonDocument.Parse(Agent.Run("--json", "--image", s_image).Output).RootElement;
        Assert.StartsWith("Kernel panic", recovered.GetProperty("crash").GetProperty("headline").GetString(), StringComparison.Ordinal);
        Assert.Equal("Panic", recovered.GetProperty("records")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public void Tail_says_how_many_lines()
    {
        string none = Agent.Run("--tail", "0", "--image", s_image).Output, three = Agent.Run("--tail=3", "--image", s_image).Output;
        Assert.DoesNotContain("Last lines before", none, StringComparison.Ordinal);
        Assert.Equal(4, three.Split('\n').Length - none.Split('\n').Length);
    }

    [Fact]
    public void Layout_shows_each_zone()
    {
        string[] lines = Agent.Run("layout", "--image", s_image).Output.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("dmesg 0 ", StringComparison.Ordinal) && line.EndsWith("used", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("console ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith('[') && line.EndsWith(']') && line.Length == 66);
    }

    [Fact]
    public void Help_and_version_are_everywhere()
    {
        Assert.StartsWith("pstore-agent ", Agent.Run("version").Output, StringComparison.Ordinal);
        Assert.Equal(Agent.Run("version").Output, Agent.Run("--version").Output);
        Assert.Equal(Agent.Run("help").Output, Agent.Run("--help").Output);
        foreach (string command in (string[])["recover", "show", "extract", "layout", "version"])
        {
            string help = Agent.Run("help", command).Output;
            Assert.StartsWith($"Usage: pstore-agent {command}", help, StringComparison.Ordinal);
            Assert.All(help.Split('\n'), line => Assert.True(line.Length <= 80, line));
            if (command != "recover") Assert.Equal(help, Agent.Run(command, "--help").Output);
        }

        Assert.All(Agent.Run("help").Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void A_reader_that_goes_away_is_no_error()
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"{{ '{Agent.Managed}' show console --image '{s_image}'; echo \"exit $?\" >&2; }} | true");
        using Process process = Process.Start(start)!;
        Assert.Equal("exit 0\n", process.StandardError.ReadToEnd());
    }

    [Fact]
    public void A_full_disk_is_an_error()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no /dev/full on this system");
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"'{Agent.Managed}' show console --image '{s_image}' > /dev/full");
        using Process process = Process.Start(start)!;
        Assert.Contains("No space left on device", process.StandardError.ReadToEnd(), StringComparison.Ordinal);
        process.WaitForExit();
        Assert.Equal(74, process.ExitCode);
    }
}
