using Pstore.Records;
using PstoreAgent.Output;
using Xunit;

namespace PstoreAgent.Tests.Output;

public sealed class OutputDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _home = new();
    private readonly OutputDirectory _directory;

    public OutputDirectoryTests()
    {
        _directory = new OutputDirectory(_home.Join("a/b"));
        _directory.Create();
    }

    public void Dispose() => _home.Dispose();

    [Fact]
    public void A_file_is_whole_and_has_its_time()
    {
        byte[] content = new byte[300_000];
        new Random(1).NextBytes(content);
        _directory.Write("f", content, new RecordTime(1_700_000_000, 123_456_700), replace: false);
        Assert.Equal(content, File.ReadAllBytes(_home.Join("a/b/f")));
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(1_700_000_000).AddTicks(1_234_567), File.GetLastWriteTimeUtc(_home.Join("a/b/f")));
        Assert.Equal(["f"], Names());
    }

    [Fact]
    public void Nothing_is_overwritten_unasked()
    {
        _directory.Write("f", "one"u8, null, replace: false);
        var error = Assert.Throws<AgentException>(() => _directory.Write("f", "two"u8, null, replace: false));
        Assert.Equal(73, error.ExitCode);
        Assert.Contains("--force", error.Message, StringComparison.Ordinal);
        Assert.Equal("one", File.ReadAllText(_home.Join("a/b/f")));
        Assert.Equal(["f"], Names());
    }

    [Fact]
    public void Force_replaces()
    {
        _directory.Write("f", "one"u8, null, replace: false);
        _directory.Write("f", "two"u8, null, replace: true);
        Assert.Equal("two", File.ReadAllText(_home.Join("a/b/f")));
        Assert.Equal(["f"], Names());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_link_is_neither_followed_nor_replaced(bool replace)
    {
        string outside = _home.Write("outside", "precious"u8.ToArray());
        File.CreateSymbolicLink(_home.Join("a/b/f"), outside);
        Assert.Equal(73, Assert.Throws<AgentException>(() => _directory.Write("f", "new"u8, null, replace)).ExitCode);
        Assert.Equal("precious", File.ReadAllText(outside));
        Assert.Equal(outside, new FileInfo(_home.Join("a/b/f")).LinkTarget);
    }

    [Fact]
    public void What_a_killed_run_left_behind_is_in_nobodys_way()
    {
        File.WriteAllText(_home.Join($"a/b/.f.{Environment.ProcessId}-0.tmp"), "half");
        _directory.Write("f", "whole"u8, null, replace: false);
        Assert.Equal("whole", File.ReadAllText(_home.Join("a/b/f")));
    }

    [Fact]
    public void A_directory_in_the_way_leaves_no_temporary_file()
    {
        Directory.CreateDirectory(_home.Join("a/b/f"));
        Assert.Equal(73, Assert.Throws<AgentException>(() => _directory.Write("f", "x"u8, null, replace: true)).ExitCode);
        Assert.Equal(["f"], Names());
    }

    [Fact]
    public void A_full_disk_is_told_and_leaves_nothing()
    {
        Assert.SkipUnless(Environment.UserName == "root", "mounting a small file system takes root");
        string mount = _home.Join("small");
        Directory.CreateDirectory(mount);
        Assert.SkipUnless(Agent.Start("mount", ["-t", "tmpfs", "-o", "size=64k", "none", mount], null).ExitCode == 0, "no tmpfs here");
        try
        {
            var error = Assert.Throws<AgentException>(() => new OutputDirectory(mount).Write("f", new byte[200_000], null, replace: false));
            Assert.Equal(74, error.ExitCode);
            Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(mount));
        }
        finally
        {
            Agent.Start("umount", [mount], null);
        }
    }

    [Fact]
    public void A_file_is_no_directory()
    {
        string file = _home.Write("file", []);
        Assert.Equal(73, Assert.Throws<AgentException>(() => new OutputDirectory(file).Create()).ExitCode);
        Assert.Equal(73, Assert.Throws<AgentException>(() => new OutputDirectory(file + "/sub").Create()).ExitCode);
    }

    private string[] Names() => Directory.GetFileSystemEntries(_home.Join("a/b")).Select(path => Path.GetFileName(path)!).ToArray();
}
