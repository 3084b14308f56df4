using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace PstoreAgent.Tests.Init;

/// <summary>The native file as process 1, in namespaces of its own.</summary>
public sealed class FirstProcessTests
{
    private const string Unshare = "/usr/bin/unshare";

    // Only a broken program takes as long.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("init")]
    [InlineData("linuxrc")]
    public async Task As_init_it_mounts_reports_and_stays(string name)
    {
        using var root = new TemporaryDirectory();
        File.Copy(Native(), root.Join(name));
        using Process unshare = Start("--mount", "--root=" + root.Path, "/" + name);
        try
        {
            string said = await ReadUntil(unshare, "done, waiting");
            Assert.DoesNotContain("proc can't be mounted", said, StringComparison.Ordinal);
            Assert.Contains("no ramoops region", said, StringComparison.Ordinal);
            Assert.True(Directory.Exists(root.Join("proc")) && Directory.Exists(root.Join("sys")) && Directory.Exists(root.Join("dev")));

            // With the default action the kernel gives a first process no signal but those that can't be caught.
            int init = ChildOf(unshare.Id);
            ulong caught = Mask(init, "SigCgt:"), ignored = Mask(init, "SigIgn:");
            foreach (int signal in (int[])[1, 2, 3, 15, 10, 12])
                Assert.Equal((signal, 0UL), (signal, (caught | ignored) >> (signal - 1) & 1));
            foreach (string signal in (string[])["-TERM", "-INT", "-HUP", "-QUIT"])
                Assert.Equal(0, Agent.Start("/usr/bin/env", ["kill", signal, init.ToString(CultureInfo.InvariantCulture)], null).ExitCode);
            Assert.Equal(init, ChildOf(unshare.Id));
            Assert.False(unshare.HasExited);
        }
        finally
        {
            unshare.Kill();
            await unshare.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Before_proc_is_mounted_any_name_is_a_first_process()
    {
        using var root = new TemporaryDirectory();
        File.Copy(Native(), root.Join("agent"));
        using Process unshare = Start("--mount", "--root=" + root.Path, "/agent", "version");
        try
        {
            Assert.Contains("no ramoops region", await ReadUntil(unshare, "done, waiting"), StringComparison.Ordinal);
            Assert.False(unshare.HasExited);
        }
        finally
        {
            unshare.Kill();
            await unshare.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void In_a_container_it_is_a_program_like_others()
    {
        string agent = Native(), image = Agent.Region(Agent.Captures[0]);
        AgentResult shown = Contained("show", "pmsg", "--image", image);
        Assert.Equal((0, "Hello world\n", ""), (shown.ExitCode, shown.Output, shown.Errors));
        InputTests.AssertFails(Contained("show", "dmesg-7", "--image", image), 66, "no record 'dmesg-7'");
        InputTests.AssertFails(Contained("recover", "--image"), 64, "--image");

        AgentResult Contained(params string[] args) => Agent.Start(Unshare, ["--pid", "--fork", "--mount-proc", agent, .. args], null);
    }

    private static string Native()
    {
        string agent = Agent.Native(Agent.HostRid);
        Assert.SkipUnless(File.Exists(agent), $"out/{Agent.HostRid}/pstore-agent is not built; ./build.sh publish makes it");
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists(Unshare), "namespaces need root and unshare");
        AgentResult probe = Agent.Start(Unshare, ["--pid", "--fork", "--mount-proc", "/bin/true"], null);
        Assert.SkipUnless(probe.ExitCode == 0, $"no namespaces here: {probe.Errors}");
        return agent;
    }

    private static Process Start(params string[] args) => Process.Start(
        new ProcessStartInfo(Unshare, ["--pid", "--fork", "--kill-child", .. args]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;

    /// <summary>What is printed up to a word. A program that ends, or hangs, without it fails the test.</summary>
    private static async Task<string> ReadUntil(Process process, string word)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(s_patience);
        var said = new StringBuilder();
        while (await process.StandardError.ReadLineAsync(patience.Token) is { } line)
        {
            said.Append(line).Append('\n');
            if (line.Contains(word, StringComparison.Ordinal)) return said.ToString();
        }

        Assert.Fail($"it ended: {said}");
        return "";
    }

    private static int ChildOf(int parent)
    {
        foreach (string folder in Directory.GetDirectories("/proc").Where(name => char.IsAsciiDigit(name["/proc/".Length])))
        {
            try
            {
                string stat = File.ReadAllText($"{folder}/stat");
                string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                if (fields[0] != "Z" && fields[1] == parent.ToString(CultureInfo.InvariantCulture)) return int.Parse(folder["/proc/".Length..], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // It ended while it was looked at.
            }
        }

        throw new InvalidOperationException($"process {parent} has no child");
    }

    private static ulong Mask(int process, string name) => ulong.Parse(
        File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim(),
        NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
