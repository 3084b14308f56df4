using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;
using Xunit;

namespace PstoreAgent.Tests.Discovery;

public sealed class MachineRootTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Files_without_a_size_are_read_to_their_end()
    {
        var root = new MachineRoot("/");
        Assert.Equal(ReadState.Read, root.TryReadText("/proc/version", 4096, out string text));
        Assert.StartsWith("Linux version ", text, StringComparison.Ordinal);
        Assert.Equal(ReadState.Read, root.TryReadBytes("/dev/../proc/self/maps", 1 << 20, out byte[] maps));
        Assert.True(maps.Length > 4096);
        Assert.Equal(ReadState.Read, root.TryReadBytes("/proc/self/maps", 5000, out maps));
        Assert.Equal(5000, maps.Length);
    }

    [Fact]
    public void Missing_refused_and_odd_are_told_apart()
    {
        Assert.Equal(ReadState.Missing, _machine.Root.TryReadBytes("/proc/none", 10, out _));
        Assert.Equal(ReadState.Missing, _machine.With("/file", "x").Root.TryReadBytes("/file/none", 10, out _));
        Assert.Equal(ReadState.Failed, _machine.WithFolder("/folder").Root.TryReadBytes("/folder", 10, out _));
        Assert.Equal(ReadState.Missing, _machine.Root.TryListDirectory("/none", out _));
        Assert.Equal(ReadState.Failed, new MachineRoot("/").TryReadBytes("/dev/zero", 10, out _));
    }

    [Fact]
    public void What_is_refused_is_remembered_once()
    {
        Assert.SkipWhen(Environment.UserName == "root", "nothing is refused to root");
        _machine.With("/secret", "x");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_machine.FullName("/secret"), UnixFileMode.None);
        MachineRoot root = _machine.Root;
        Assert.Equal(ReadState.Refused, root.TryReadBytes("/secret", 10, out _));
        Assert.Equal(ReadState.Refused, root.TryReadBytes("/secret", 10, out _));
        Assert.Equal(["/secret"], root.Refused);
    }

    [Theory]
    [InlineData("/sys/base", "x")]
    [InlineData("../sys/base", "x")]
    [InlineData("../../../../../sys/base", "x")]
    [InlineData("/proc/second", "x")]
    public void Links_stay_below_the_root(string target, string content)
    {
        _machine.With("/sys/base/name", content).WithLink("/proc/second", "./../sys/./base").WithLink("/proc/tree", target);
        Assert.Equal(ReadState.Read, _machine.Root.TryReadText("/proc/tree/name", 10, out string text));
        Assert.Equal(content, text);
        Assert.True(_machine.Root.DirectoryExists("/proc/tree"));
    }

    [Fact]
    public void Links_to_each_other_end()
    {
        _machine.WithLink("/a", "/b").WithLink("/b", "/a");
        Assert.Equal(ReadState.Missing, _machine.Root.TryReadBytes("/a", 10, out _));
        Assert.False(_machine.Root.Exists("/a/x"));
    }

    [Fact]
    public void A_listing_tells_folders_from_links()
    {
        _machine.With("/d/file", "").WithFolder("/d/folder").WithLink("/d/link", "folder");
        Assert.Equal(ReadState.Read, _machine.Root.TryListDirectory("/d", out IReadOnlyList<DirectoryEntry> entries));
        Assert.Equal([new("file", false, false), new("folder", true, false), new("link", false, true)], entries);
    }
}
