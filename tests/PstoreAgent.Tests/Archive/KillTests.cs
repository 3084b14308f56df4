using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Archive;

/// <summary>A board may lose its power at any moment: a run that is killed anywhere leaves nothing lost and nothing half.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    // With it every call is a place to be killed at, not only those that change something.
    private const string AllPlaces = "PSTORE_KILL_ALL";

    private static readonly string[] s_changing = ["mkdir", "mkdirat", "write", "renameat", "unlinkat", "fsync", "ftruncate", "utimensat", "sync_file_range", "clone3", "vfork", "wait4", "exit_group"];

    [Fact]
    public void The_first_entry() => Sweep([], null);

    [Fact]
    public void The_first_entry_with_clearing() => Sweep(["--clear"], null);

    [Fact]
    public void A_further_entry_that_drives_out_the_first()
    {
        // The messages of both captures are alike, and what is archived already would go with its entry.
        byte[] before = LiveMachine.Region("11-compress-lz4");
        before.AsSpan(0xfefcc + 4, 0x100).Clear();
        Sweep(["--max-count", "1"], before);
    }

    private void Sweep(string[] options, byte[]? before)
    {
        Tracer.Require();
        using var rehearsal = new Rehearsal(options, before);
        rehearsal.Begin();
        List<(string Call, int Count, string Line)> calls = Tracer.Calls(rehearsal.Log, rehearsal.Store, rehearsal.Arguments);
        bool all = Environment.GetEnvironmentVariable(AllPlaces) != null;
        int kills = 0;
        foreach ((string call, int count, string line) in calls)
        {
            if (!all && !s_changing.Contains(call) && !line.Contains("O_CREAT", StringComparison.Ordinal)) continue;
            rehearsal.Begin();
            if (!Tracer.Kill(call, count, rehearsal.Arguments)) continue;
            kills++;
            AssertNothingIsLost(rehearsal, line);
            AssertTheNextRunMendsIt(rehearsal, line);
        }

        output.WriteLine($"killed at {kills} of {calls.Count} calls");
        Assert.True(kills > 20, $"killed at {kills} places only");
    }

    private static void AssertNothingIsLost(Rehearsal rehearsal, string line)
    {
        foreach ((string name, int offset) in Rehearsal.Records)
        {
            if (rehearsal.IsInMemory(offset)) continue;
            string[] entries = Directory.GetDirectories(rehearsal.Store, "0*");
            Assert.True(entries.Any(entry => File.Exists(Path.Combine(entry, name)) && File.ReadAllBytes(Path.Combine(entry, name)).AsSpan().SequenceEqual(Rehearsal.Content(name))), $"{name} is lost, killed at {line}");
        }
    }

    private static void AssertTheNextRunMendsIt(Rehearsal rehearsal, string line)
    {
        AgentResult next = Tracer.Native(rehearsal.Arguments);
        Assert.True((next.ExitCode, next.Errors) == (0, ""), $"{next.Errors}, killed at {line}");
        StoreState state = StoreState.Read(rehearsal.Store);
        foreach ((string name, _) in Rehearsal.Records)
        {
            int found = state.Contents(name).Count(content => content.AsSpan().SequenceEqual(Rehearsal.Content(name)));
            Assert.True(found == 1, $"{name} is there {found} times, killed at {line}");
        }
    }
}
