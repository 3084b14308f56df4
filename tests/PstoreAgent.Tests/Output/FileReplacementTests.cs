using PstoreAgent.Output;
using Xunit;

namespace PstoreAgent.Tests.Output;

public sealed class FileReplacementTests
{
    [Fact]
    public void A_file_that_a_killed_run_of_the_same_number_left_is_in_no_ones_way()
    {
        using var folder = new TemporaryDirectory();
        string path = folder.Write("fstab", "old"u8.ToArray()), left = folder.Write($".fstab.{Environment.ProcessId}-0.tmp", "half"u8.ToArray());
        folder.Write($"fstab.{Environment.ProcessId}.tmp", "half"u8.ToArray());
        FileReplacement.Write(path, "new"u8);
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal("half", File.ReadAllText(left));
        Assert.Equal(3, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void A_link_is_not_replaced()
    {
        using var folder = new TemporaryDirectory();
        string path = folder.Join("link");
        File.CreateSymbolicLink(path, "/dev/null");
        Assert.Equal(ExitCode.CannotCreate, Assert.Throws<AgentException>(() => FileReplacement.Write(path, "new"u8)).ExitCode);
        Assert.Equal("/dev/null", new FileInfo(path).LinkTarget);
    }
}
