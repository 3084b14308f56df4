using Xunit;

namespace PstoreAgent.Tests.Archive;

/// <summary>Entries that can't be removed: a new crash is archived all the same, and the archive stays of use.</summary>
public sealed class RemovalTests
{
    [Fact]
    public void An_entry_that_is_held_is_warned_of_and_stays_in_the_index()
    {
        using var folder = new TemporaryDirectory();
        string store = ArchiveTests.Filled(folder, 0, 7), first = Path.GetFileName(Directory.GetDirectories(store, "00000001-*")[0]);
        AgentResult result = Script(folder, $"""
            mount --bind {store}/{first} {store}/{first} || exit 99
            {Agent.Managed} archive rm 1 --dir {store}; echo "rm $?"
            {Agent.Managed} collect {store} --max-count 1 --image {Agent.Region(Agent.Captures[10])}; echo "collect $?"
            """);
        Assert.Matches($"{first}: can't be removed: [^\n]+; something is mounted there: unmount it\nrm 73\n", result.Output);
        Assert.Contains("\nremoved 1 old entry\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("\ncollect 0\n", result.Output, StringComparison.Ordinal);
        Assert.Equal([first, "00000003-"], StoreState.Read(store).Entries.Select(name => name == first ? name : name[..9]));
        Assert.Equal(0, Agent.Run("archive", "verify", "--dir", store).ExitCode);
    }

    [Fact]
    public void A_removal_that_can_not_be_ended_keeps_no_crash_from_the_archive()
    {
        using var folder = new TemporaryDirectory();
        string store = ArchiveTests.Filled(folder, 0, 7), first = Path.GetFileName(Directory.GetDirectories(store, "00000001-*")[0]);
        File.AppendAllText(Path.Combine(store, "index"), $"-{first}\n");
        Directory.Move(Path.Combine(store, first), Path.Combine(store, ".old"));
        AgentResult result = Script(folder, $"""
            touch {folder.Path}/held
            mount --bind {folder.Path}/held {store}/.old/meta.json || exit 99
            {Agent.Managed} collect {store} --image {Agent.Region(Agent.Captures[10])}; echo "collect $?"
            """);
        Assert.Contains(".old: can't be removed: ", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("\ncollect 0\n", result.Output, StringComparison.Ordinal);
        Assert.Equal("", ArchiveTests.Collect(store, 10).Errors);
        Assert.Equal(2, StoreState.Read(store).Entries.Count);
    }

    [Fact]
    public void An_entry_of_a_lower_layer_is_removed_where_it_is()
    {
        using var folder = new TemporaryDirectory();
        string lower = Directory.CreateDirectory(folder.Join("lower")).FullName, merged = Directory.CreateDirectory(folder.Join("merged")).FullName;
        Assert.Equal(0, ArchiveTests.Collect(Path.Combine(lower, "store"), 0).ExitCode);
        Directory.CreateDirectory(folder.Join("layer"));
        AgentResult result = Script(folder, $"""
            mount -t tmpfs none {folder.Path}/layer && mkdir {folder.Path}/layer/upper {folder.Path}/layer/work || exit 99
            mount -t overlay -o redirect_dir=off,lowerdir={lower},upperdir={folder.Path}/layer/upper,workdir={folder.Path}/layer/work none {merged} || exit 99
            {Agent.Managed} archive rm 1 --dir {merged}/store; echo "rm $?"
            ls -A {merged}/store
            """);
        Assert.EndsWith("\nrm 0\nindex\nlock\n", "\n" + result.Output[result.Output.IndexOf("rm 0", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    private static AgentResult Script(TemporaryDirectory folder, string script)
    {
        AgentResult result = Agent.Start("unshare", ["-m", "sh", "-c", $"exec 2>&1; cd {folder.Path}; {script}"], null);
        Assert.SkipWhen(result.ExitCode is 99 or 1, "mounting is not permitted here");
        return result;
    }
}
