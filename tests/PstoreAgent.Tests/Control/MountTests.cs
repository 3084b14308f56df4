using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Control;

public sealed class MountTests
{
    private const string Fstab = "/etc/fstab", Unit = "/etc/systemd/system/sys-fs-pstore.mount", Link = "/etc/systemd/system/sysinit.target.wants/sys-fs-pstore.mount";

    [Theory]
    [InlineData("", "pstore /sys/fs/pstore pstore nosuid,nodev,noexec 0 0\n")]
    [InlineData("/dev/sda1 / ext4 defaults 0 1\n", "/dev/sda1 / ext4 defaults 0 1\npstore /sys/fs/pstore pstore nosuid,nodev,noexec 0 0\n")]
    [InlineData("# pstore /sys/fs/pstore pstore\n/dev/sda1 / ext4", "# pstore /sys/fs/pstore pstore\n/dev/sda1 / ext4\npstore /sys/fs/pstore pstore nosuid,nodev,noexec 0 0\n")]
    [InlineData("none\t/sys/fs/pstore\tpstore\tro\t0 0\n", "none\t/sys/fs/pstore\tpstore\tro\t0 0\n")]
    public void The_line_is_added_to_fstab_once(string before, string after)
    {
        using var machine = new LiveMachine();
        machine.Files.With(Fstab, before);
        string path = machine.Files.FullName(Fstab);
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
        for (int i = 0; i < 2; i++)
        {
            AgentResult result = machine.Run("mount", "--persist", "fstab");
            Assert.Equal((0, ""), (result.ExitCode, result.Errors));
            Assert.Equal(after, File.ReadAllText(path));
        }

        if (!OperatingSystem.IsWindows()) Assert.Equal(mode, File.GetUnixFileMode(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_missing_fstab_is_made_and_a_link_stays_one()
    {
        using var machine = new LiveMachine();
        machine.Files.WithFolder("/etc").WithFolder("/data").WithLink(Fstab, "/data/fstab");
        Assert.Equal(0, machine.Run("mount", "--persist", "fstab").ExitCode);
        Assert.Equal("/data/fstab", new FileInfo(machine.Files.FullName(Fstab)).LinkTarget);
        Assert.StartsWith("pstore ", File.ReadAllText(machine.Files.FullName("/data/fstab")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_unit_is_written_and_enabled_once()
    {
        using var machine = new LiveMachine();
        machine.Files.WithFolder("/run/systemd/system");
        AgentResult first = machine.Run("mount", "--persist", "systemd"), second = machine.Run("mount", "--persist", "systemd");
        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.StartsWith($"{Unit} is written and enabled\nsystemd runs here and mounts /sys/fs/pstore by itself", first.Output, StringComparison.Ordinal);
        Assert.StartsWith($"{Unit} is there and enabled already\n", second.Output, StringComparison.Ordinal);
        Assert.Contains("\nWhere=/sys/fs/pstore\nType=pstore\n", File.ReadAllText(machine.Files.FullName(Unit)), StringComparison.Ordinal);
        Assert.Equal("../sys-fs-pstore.mount", new FileInfo(machine.Files.FullName(Link)).LinkTarget);
    }

    [Fact]
    public void Another_unit_of_the_name_is_left_alone()
    {
        using var machine = new LiveMachine();
        machine.Files.With(Unit, "mine\n");
        AgentResult result = machine.Run("mount", "--persist", "systemd");
        Assert.Equal((73, $"pstore-agent: {Unit} is another one and is left as it is\n"), (result.ExitCode, result.Errors));
        Assert.Equal("mine\n", File.ReadAllText(machine.Files.FullName(Unit)));
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("../../../dev/null")]
    public void A_masked_unit_is_left_alone_and_what_its_link_leads_to(string target)
    {
        using var machine = new LiveMachine();
        machine.Files.With("/dev/null", "").WithFolder("/etc/systemd/system").WithLink(Unit, target);
        AgentResult result = machine.Run("mount", "--persist", "systemd");
        Assert.Equal((73, $"pstore-agent: {Unit} is masked, a link to /dev/null, and is left alone; systemctl unmask sys-fs-pstore.mount allows it again\n"), (result.ExitCode, result.Errors));
        Assert.Equal("", File.ReadAllText(machine.Files.FullName("/dev/null")));
    }

    [Fact]
    public void What_is_no_plain_file_is_not_replaced()
    {
        using var machine = new LiveMachine();
        machine.Files.WithFolder("/etc/systemd/system").WithFolder("/dev").WithLink(Unit, "/dev/other");
        string node = machine.Files.FullName("/dev/other");
        Assert.SkipUnless(Agent.Start("mknod", [node, "c", "1", "3"], null).ExitCode == 0, "making a device node needs root");
        AgentResult result = machine.Run("mount", "--persist", "systemd");
        Assert.Equal(73, result.ExitCode);
        Assert.Contains("is no plain file and is left alone", result.Errors, StringComparison.Ordinal);
        Assert.Equal(0, Agent.Start("test", ["-c", node], null).ExitCode);
    }

    [Fact]
    public void A_line_that_no_boot_mounts_is_said()
    {
        using var machine = new LiveMachine();
        machine.Files.With(Fstab, "pstore /sys/fs/pstore pstore ro,noauto 0 0\n");
        AgentResult result = machine.Run("mount", "--persist", "fstab");
        Assert.Equal(73, result.ExitCode);
        Assert.Contains("has a line for pstore with noauto", result.Errors, StringComparison.Ordinal);
    }
}
