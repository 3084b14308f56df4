using Xunit;

namespace PstoreAgent.Tests.Archive;

/// <summary>The power goes before the new name of an entry is on the disk, where it is called ".new" still.</summary>
public sealed class LostNameTests
{
    [Fact]
    public void The_next_run_gives_it_once_more()
    {
        using var folder = new TemporaryDirectory();
        string store = folder.Join("store"), entry = Collect(store, 0);
        Directory.Move(entry, Path.Combine(store, ".new"));
        AssertListed(store, entry);
    }

    [Fact]
    public void Also_when_a_further_entry_was_begun_and_is_lost()
    {
        using var folder = new TemporaryDirectory();
        string store = folder.Join("store"), first = Collect(store, 0), second = Collect(store, 7);
        Directory.Move(first, Path.Combine(store, ".new"));
        Directory.Delete(second, recursive: true);
        AssertListed(store, first);
        Assert.Equal(second, Collect(store, 7));
        AssertListed(store, first, second);
    }

    /// <summary>Collects a capture; the newest entry.</summary>
    private static string Collect(string store, int capture)
    {
        AgentResult result = Agent.Run("collect", store, "--image", Agent.Region(Agent.Captures[capture]));
        Assert.True((result.ExitCode, result.Errors) == (0, ""), result.Errors);
        return Directory.GetDirectories(store, "0*").Order().Last();
    }

    private static void AssertListed(string store, params string[] entries)
    {
        Assert.Equal(0, Agent.Run("archive", "verify", "--dir", store).ExitCode);
        string[] lines = Agent.Run("archive", "list", "--dir", store).Output.TrimEnd('\n').Split('\n')[1..];
        Assert.Equal(entries.Select(entry => Path.GetFileName(entry)), lines.Select(line => line.Split(' ')[0]));
        Assert.Equal(entries, Directory.GetDirectories(store).Order());
    }
}
