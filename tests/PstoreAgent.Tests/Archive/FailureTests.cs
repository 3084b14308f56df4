using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Archive;

/// <summary>Disks that are full, broken or read-only: each is told in a line, and nothing half stays.</summary>
public sealed class FailureTests(ITestOutputHelper output)
{
    [Fact]
    public void A_working_directory_that_is_gone_is_told_in_a_line()
    {
        using var folder = new TemporaryDirectory();
        string script = $"mkdir {folder.Join("gone")} && cd {folder.Join("gone")} && rmdir {folder.Join("gone")} && exec \"$0\" \"$@\"";
        foreach (string command in (string[])["collect", "extract"])
            InputTests.AssertFails(Agent.Start("sh", ["-c", script, Agent.Managed, command, "x", "--image", Agent.Region(Agent.Captures[0])], null), 73, "the working directory is gone");
        InputTests.AssertFails(Agent.Run("collect", ""), 64, "pstore-agent collect [DIR]");
    }

    private static readonly string[] s_writing = ["mkdir", "mkdirat", "openat", "write", "renameat", "fsync"];

    [Theory]
    [InlineData("ENOSPC", false)]
    [InlineData("ENOSPC", true)]
    [InlineData("EIO", false)]
    [InlineData("EROFS", true)]
    public void Any_call_may_fail(string error, bool onwards)
    {
        Tracer.Require();
        using var rehearsal = new Rehearsal(["--clear"]);
        rehearsal.Begin();
        List<(string Call, int Count, string Line)> calls = Tracer.Calls(rehearsal.Log, rehearsal.Store, rehearsal.Arguments);
        int failures = 0, named = calls.FindIndex(call => call.Call == "renameat");

        // What fails behind that no longer keeps the entry from being there.
        foreach ((string call, int count, string line) in calls[..(calls.FindIndex(named, call => call.Call == "fsync") + 1)])
        {
            // What only looks whether something is there may fail as it likes.
            if (!s_writing.Contains(call) || line.Contains("ENOENT", StringComparison.Ordinal) || line.Contains("EEXIST", StringComparison.Ordinal)) continue;
            if (call == "openat" && !line.Contains("O_CREAT", StringComparison.Ordinal) && !line.Contains(".new", StringComparison.Ordinal)) continue;
            rehearsal.Begin();
            AgentResult failed = Tracer.Fail(call, count, error, onwards, rehearsal.Arguments);

            // Threads share the files that they wait for as it comes.
            if (call == "fsync" && failed.ExitCode == 0) continue;
            failures++;
            Assert.True(failed.ExitCode is 73 or 74, $"{failed.ExitCode} {failed.Errors} at {line}");

            // With all writing gone standard error is too.
            if (!(onwards && call == "write")) Assert.Matches("^pstore-agent: [^\n]+\n$", failed.Errors);
            foreach ((string name, int offset) in Rehearsal.Records) Assert.True(rehearsal.IsInMemory(offset), $"{name} was cleared, failed at {line}");
            if (!onwards && Directory.Exists(rehearsal.Store)) Assert.DoesNotContain(".new", Directory.GetFileSystemEntries(rehearsal.Store).Select(path => Path.GetFileName(path)));

            AgentResult next = Tracer.Native(rehearsal.Arguments);
            Assert.True((next.ExitCode, next.Errors) == (0, ""), $"{next.Errors}, failed at {line}");
            StoreState state = StoreState.Read(rehearsal.Store);
            foreach ((string name, _) in Rehearsal.Records) Assert.Equal(Rehearsal.Content(name), Assert.Single(state.Contents(name)));
        }

        output.WriteLine($"{failures} calls failed");
        Assert.True(failures > 20, $"{failures} calls failed only");
    }

    [Fact]
    public void A_full_disk_keeps_what_was_there_and_says_how_much_was_needed()
    {
        using var folder = new TemporaryDirectory();
        string script = $"""
            mount -t tmpfs -o size=32k,mode=700 none {folder.Path} || exit 99
            {Agent.Managed} collect {folder.Path}/store --image {Agent.Region(Agent.Captures[0])} 2>&1; code=$?
            ls -A {folder.Path}/store; exit $code
            """;
        AgentResult result = Agent.Start("unshare", ["-m", "sh", "-c", script], null);
        Assert.SkipWhen(result.ExitCode is 99 or 1, "mounting is not permitted here");
        Assert.Equal(74, result.ExitCode);
        Assert.Matches("No space left on device: up to [0-9]+ bytes are needed, [0-9]+ are free; nothing was archived", result.Output);
        Assert.EndsWith("\nlock\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_in_memory_is_warned_of_and_a_read_only_one_is_an_error()
    {
        using var folder = new TemporaryDirectory();
        string script = $"""
            mount -t tmpfs -o mode=700 none {folder.Path} || exit 99
            {Agent.Managed} collect {folder.Path}/store --image {Agent.Region(Agent.Captures[0])} 2>&1
            mount -o remount,ro {folder.Path}
            {Agent.Managed} collect {folder.Path}/store --image {Agent.Region(Agent.Captures[0])} 2>&1; echo "known $?"
            {Agent.Managed} collect {folder.Path}/store --image {Agent.Region(Agent.Captures[2])} 2>&1; echo "new $?"
            {Agent.Managed} collect {folder.Path}/other --image {Agent.Region(Agent.Captures[2])} 2>&1; echo "other $?"
            """;
        AgentResult result = Agent.Start("unshare", ["-m", "sh", "-c", script], null);
        Assert.SkipWhen(result.ExitCode is 99 or 1, "mounting is not permitted here");
        Assert.Contains("is on a file system in memory: what is archived there is gone at the next reboot", result.Output, StringComparison.Ordinal);
        Assert.Contains("\nknown 0\n", result.Output, StringComparison.Ordinal);
        Assert.Matches("Read-only file system; remount it writable, or name a folder on another file system\nnew 73\n", result.Output);
        Assert.Contains("\nother 73\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_system_without_a_free_inode_is_told_from_one_without_room()
    {
        using var folder = new TemporaryDirectory();
        string script = $"""
            mount -t tmpfs -o size=8m,nr_inodes=6,mode=700 none {folder.Path} || exit 99
            {Agent.Managed} collect {folder.Path}/store --image {Agent.Region(Agent.Captures[0])} 2>&1; exit $?
            """;
        AgentResult result = Agent.Start("unshare", ["-m", "sh", "-c", script], null);
        Assert.SkipWhen(result.ExitCode is 99 or 1, "mounting is not permitted here");
        Assert.Equal(74, result.ExitCode);
        Assert.Matches("No space left on device: the file system has too few inodes, [0-9] of 6 are free, though it has [1-9][0-9]+ bytes; nothing was archived", result.Output);
    }

    [Fact]
    public void Memory_is_not_cleared_for_an_archive_that_is_itself_in_memory()
    {
        using var folder = new TemporaryDirectory();
        using LiveMachine machine = CollectTests.Board(LiveMachine.Region("01-one-panic"));
        string script = $"""
            mount -t tmpfs -o mode=700 none {folder.Path} || exit 99
            {Agent.Managed} collect {folder.Path}/store --clear --root {machine.Files.Path} 2>&1
            """;
        AgentResult result = Agent.Start("unshare", ["-m", "sh", "-c", script], null);
        Assert.SkipWhen(result.ExitCode is 99 or 1, "mounting is not permitted here");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("panic: 3 records in ", result.Output, StringComparison.Ordinal);
        Assert.Matches("dmesg-ramoops-0, [^:]+ are archived and were not cleared: [^\n]+ is on a file system in memory, which a reboot empties: name a folder on a disk\n", result.Output);
        Assert.Equal(3, machine.Run("--json").Json()["records"]!.AsArray().Count(record => (string?)record!["origin"] == "live"));
    }

    [Fact]
    public void An_entry_is_named_where_standard_output_is_full()
    {
        using var folder = new TemporaryDirectory();
        string store = folder.Join("store");
        AgentResult result = Agent.Start("sh", ["-c", $"exec {Agent.Managed} collect {store} --image {Agent.Region(Agent.Captures[0])} >/dev/full"], null);
        Assert.Equal(74, result.ExitCode);
        Assert.EndsWith($"; {store}/{Assert.Single(StoreState.Read(store).Entries)} was archived all the same\n", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_on_file_sizes_is_an_error_and_no_death()
    {
        Tracer.Require();
        using var folder = new TemporaryDirectory();
        AgentResult result = Agent.Start("sh", ["-c", $"ulimit -f 8; exec {Agent.Native(Agent.HostRid)} collect {folder.Join("store")} --image {Agent.Region(Agent.Captures[0])}"], null);
        Assert.Equal(74, result.ExitCode);
        Assert.Contains("File too large: this process may not write files of that size (ulimit -f)", result.Errors, StringComparison.Ordinal);
        Assert.Equal(["lock"], Directory.GetFileSystemEntries(folder.Join("store")).Select(path => Path.GetFileName(path)));
    }
}
