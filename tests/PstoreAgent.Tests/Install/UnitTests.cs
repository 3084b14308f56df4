using Xunit;

namespace PstoreAgent.Tests.Install;

/// <summary>The systemd units, as systemd's own check reads them.</summary>
public sealed class UnitTests
{
    [Fact]
    public void Systemd_finds_nothing_wrong()
    {
        if (!File.Exists("/usr/bin/systemd-analyze")) Assert.Skip("systemd-analyze is not installed");
        using var folder = new TemporaryDirectory();
        string[] units = [.. Directory.GetFiles(Path.Combine(Agent.Root, "cross", "init", "systemd")).Select(unit => folder.Write(Path.GetFileName(unit),
            System.Text.Encoding.UTF8.GetBytes(File.ReadAllText(unit).Replace("/usr/bin/pstore-agent", "/bin/true", StringComparison.Ordinal))))];
        Assert.Equal(2, units.Length);
        AgentResult result = Agent.Start("systemd-analyze", ["verify", "--man=no", .. units], null);
        Assert.Equal((0, ""), (result.ExitCode, string.Join('\n', result.Errors.Split('\n').Where(line => line.Contains("pstore-agent", StringComparison.Ordinal)))));
    }
}
