using System.Runtime.Versioning;
using PstoreAgent.Install;
using Xunit;

namespace PstoreAgent.Tests.Install;

/// <summary>What install writes into a root file system, and takes away again.</summary>
[SupportedOSPlatform("linux")]
public sealed class InstallTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();

    public static TheoryData<string> Names => new(InitSystems.Names);

    public void Dispose() => _root.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_are_those_of_the_sources_and_go_away_again(string name)
    {
        InitSystem system = InitSystems.Find(name);
        AgentResult installed = Run(name);
        Assert.Equal(0, installed.ExitCode);
        foreach (InstalledFile file in system.Files)
        {
            string place = _root.Join(file.Path[1..]);
            Assert.Equal(File.ReadAllBytes(Path.Combine(Agent.Root, "cross", "init", file.Source)), File.ReadAllBytes(place));
            Assert.Equal(file.Mode, (int)File.GetUnixFileMode(place));
            Assert.Contains($"{Convert.ToString(file.Mode, 8)}  {place}\n", installed.Output, StringComparison.Ordinal);
        }

        foreach (InstalledLink link in system.Links)
        {
            string place = _root.Join(link.Path[1..]);
            Assert.Equal(link.Target, new FileInfo(place).LinkTarget);
            string target = link.Target.StartsWith('/') ? link.Target[1..] : Path.Combine(Path.GetDirectoryName(link.Path)!, link.Target)[1..];
            Assert.True(File.Exists(_root.Join(target)));
            Assert.Contains($"{place} -> {link.Target}\n", installed.Output, StringComparison.Ordinal);
        }

        string[] before = Tree();
        Assert.Equal(system.Files.Length + system.Links.Length, before.Length);
        AgentResult again = Run(name);
        Assert.Equal(0, again.ExitCode);
        Assert.DoesNotContain("write", again.Output, StringComparison.Ordinal);
        Assert.Equal(before, Tree());

        Assert.Equal(0, Run(name, "--remove").ExitCode);
        Assert.Empty(Tree());
        foreach (string folder in system.OwnFolders) Assert.False(Directory.Exists(_root.Join(folder[1..])));
        AgentResult gone = Run(name, "--remove");
        Assert.Equal(0, gone.ExitCode);
        Assert.StartsWith("nothing to remove\n", gone.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_shows_all_and_changes_nothing()
    {
        AgentResult shown = Run("systemd", "--dry-run");
        Assert.Empty(Directory.GetFileSystemEntries(_root.Path));
        AgentResult written = Run("systemd");
        Assert.Equal(written.Output.TrimEnd('\n').Split('\n'), shown.Output.Split('\n')[..4]);
        Assert.Equal(0, Run("systemd", "--remove", "--dry-run").ExitCode);
        Assert.Equal(4, Tree().Length);
    }

    [Fact]
    public void A_file_that_differs_is_overwritten_only_by_force()
    {
        string place = Change("etc/systemd/system/pstore-agent-initramfs.service");
        AgentResult refused = Run("systemd");
        Assert.Equal(73, refused.ExitCode);
        Assert.Contains($"{place}: is there and differs", refused.Errors, StringComparison.Ordinal);
        Assert.Equal([place], Tree());

        Assert.Equal(0, Run("systemd", "--force").ExitCode);
        Assert.NotEqual("mine\n", File.ReadAllText(place));
        Assert.Equal(4, Tree().Length);
    }

    [Fact]
    public void A_file_that_somebody_changed_stays_and_is_named()
    {
        Assert.Equal(0, Run("systemd").ExitCode);
        string place = Change("etc/systemd/system/pstore-agent.service");
        AgentResult removed = Run("systemd", "--remove");
        Assert.Equal(73, removed.ExitCode);
        Assert.StartsWith($"pstore-agent: {place}: not as install wrote it", removed.Errors, StringComparison.Ordinal);
        Assert.Equal([place], Tree());
    }

    [Fact]
    public void A_mode_that_differs_is_mended()
    {
        Assert.Equal(0, Run("busybox").ExitCode);
        string place = _root.Join("etc/init.d/S01pstore-agent");
        File.SetUnixFileMode(place, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal(0, Run("busybox").ExitCode);
        Assert.Equal(0x1ED, (int)File.GetUnixFileMode(place));
    }

    [Fact]
    public void What_a_failed_run_has_written_is_taken_away()
    {
        Change("etc/systemd/system/sysinit.target.wants");
        string[] before = Tree();
        Assert.Equal(73, Run("systemd").ExitCode);
        Assert.Equal(before, Tree());
    }

    [Fact]
    public void Links_do_not_lead_out_of_the_root()
    {
        using var outside = new TemporaryDirectory();
        File.CreateSymbolicLink(_root.Join("etc"), outside.Path);
        Assert.Equal(0, Run("busybox").ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(outside.Path));
        string inside = Path.Combine(_root.Path, outside.Path[1..], "init.d", "S01pstore-agent");
        Assert.True(File.Exists(inside));

        string victim = outside.Write("victim", "keep\n"u8.ToArray());
        File.Delete(inside);
        File.CreateSymbolicLink(inside, victim);
        Assert.Equal(73, Run("busybox", "--force").ExitCode);
        Assert.Equal(73, Run("busybox", "--remove").ExitCode);
        Assert.Equal("keep\n", File.ReadAllText(victim));
    }

    [Fact]
    public void A_link_that_System_V_init_numbered_anew_is_known()
    {
        Assert.Equal(0, Run("sysvinit").ExitCode);
        File.Move(_root.Join("etc/rcS.d/S15pstore-agent"), _root.Join("etc/rcS.d/S09pstore-agent"));
        Assert.Contains("keep         " + _root.Join("etc/rcS.d/S09pstore-agent"), Run("sysvinit").Output, StringComparison.Ordinal);
        Assert.Equal(0, Run("sysvinit", "--remove").ExitCode);
        Assert.Empty(Tree());
    }

    [Fact]
    public void Where_OpenRC_mounts_in_another_runlevel_the_link_goes_there()
    {
        Directory.CreateDirectory(_root.Join("etc/runlevels/sysinit"));
        File.CreateSymbolicLink(_root.Join("etc/runlevels/sysinit/mountall.sh"), "/etc/init.d/mountall.sh");
        Assert.Equal(0, Run("openrc").ExitCode);
        Assert.Equal("/etc/init.d/pstore-agent", new FileInfo(_root.Join("etc/runlevels/sysinit/pstore-agent")).LinkTarget);
        Assert.False(Directory.Exists(_root.Join("etc/runlevels/boot")));
        Assert.Equal(0, Run("openrc", "--remove").ExitCode);
        Assert.Equal([_root.Join("etc/runlevels/sysinit/mountall.sh")], Tree());
    }

    [Theory]
    [InlineData("systemd", "run/systemd/system")]
    [InlineData("openrc", "run/openrc")]
    [InlineData("busybox", "etc/init.d/rcS")]
    [InlineData("sysvinit", "etc/init.d/rcS", "etc/rcS.d")]
    [InlineData(null)]
    public void Without_a_name_the_choices_and_what_the_machine_runs_are_named(string? running, params string[] folders)
    {
        foreach (string folder in folders) Directory.CreateDirectory(_root.Join(folder));
        AgentResult result = Agent.Run("install", "--root", _root.Path);
        string choices = string.Join(", ", InitSystems.Names);
        Assert.Equal((64, $"pstore-agent: install needs --init with one of {choices}{(running == null ? "" : $"; this machine seems to run {running}")}\n"), (result.ExitCode, result.Errors));
    }

    [Theory]
    [InlineData("/usr/bin/pstore-agent", true)]
    [InlineData("/opt/vendor-1.2/bin/pstore_agent+x", true)]
    [InlineData("/tmp/pstore-agent", false)]
    [InlineData("/home/me/pstore-agent", false)]
    [InlineData("/opt/a b/pstore-agent", false)]
    [InlineData("/opt/100%/pstore-agent", false)]
    [InlineData("/opt/pstore-agent (deleted)", false)]
    public void A_path_that_init_scripts_can_not_take_is_refused(string path, bool isGood) => Assert.Equal(isGood, AgentPlace.Problem(path) == null);

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_place_of_the_agent_is_put_in_everywhere(string name)
    {
        foreach (InstalledFile file in InitSystems.Find(name).Files)
        {
            string usual = System.Text.Encoding.UTF8.GetString(EmbeddedFiles.Read(file.Source, EmbeddedFiles.UsualAgent));
            Assert.Contains(EmbeddedFiles.UsualAgent, usual, StringComparison.Ordinal);
            Assert.Equal(usual.Replace(EmbeddedFiles.UsualAgent, "/opt/x/agent", StringComparison.Ordinal), System.Text.Encoding.UTF8.GetString(EmbeddedFiles.Read(file.Source, "/opt/x/agent")));
        }
    }

    [Fact]
    public void Within_a_root_the_place_of_the_running_file_is_put_in()
    {
        string agent = _root.Join("opt/x/pstore-agent");
        Directory.CreateDirectory(Path.GetDirectoryName(agent)!);
        File.Copy(Agent.Native(Agent.HostRid), agent);
        AgentResult result = Agent.Start("chroot", [_root.Path, "/opt/x/pstore-agent", "install", "--init", "busybox"], null);
        Assert.Equal((0, "write  0755  /etc/init.d/S01pstore-agent\n", ""), (result.ExitCode, result.Output, result.Errors));
        Assert.Contains("\nagent=/opt/x/pstore-agent\n", File.ReadAllText(_root.Join("etc/init.d/S01pstore-agent")), StringComparison.Ordinal);
    }

    private AgentResult Run(string name, params string[] more) => Agent.Run(["install", "--init", name, "--root", _root.Path, .. more]);

    private string Change(string path)
    {
        string place = _root.Join(path);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.WriteAllText(place, "mine\n");
        return place;
    }

    private string[] Tree() => [.. Directory.EnumerateFiles(_root.Path, "*", SearchOption.AllDirectories).Order()];
}
