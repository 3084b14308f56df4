using System.Text.Json.Nodes;
using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Archive;

/// <summary>Listing, showing, removing and verifying what was collected.</summary>
public sealed class ArchiveTests
{
    [Fact]
    public void List_has_the_newest_last_and_show_finds_it_by_name_number_and_last()
    {
        using var folder = new TemporaryDirectory();
        string store = Filled(folder, 0, 7);
        string[] lines = Agent.Run("archive", "list", "--dir", store).Output.TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Matches(@"^00000001-[0-9a-f]{8} 20..-..-..T..:..:..Z +panic +3 +[0-9]+ KiB +Kernel panic - not syncing: sysrq triggered crash$", lines[1]);
        Assert.StartsWith("00000002-", lines[2], StringComparison.Ordinal);
        JsonNode json = Agent.Run("archive", "list", "--json", "--dir", store).Json();
        Assert.Equal(lines[1..].Select(line => line.Split(' ')[0]), json["entries"]!.AsArray().Select(entry => (string)entry!["name"]!));

        string last = Agent.Run("archive", "show", "last", "--dir", store).Output;
        Assert.Equal(last, Agent.Run("archive", "show", "2", "--dir", store).Output);
        Assert.Equal(last, Agent.Run("archive", "show", lines[2].Split(' ')[0], "--dir", store).Output);
        Assert.Contains("dmesg-ramoops-0", last, StringComparison.Ordinal);
        InputTests.AssertFails(Agent.Run("archive", "show", "3", "--dir", store), 66, "no entry '3'");
    }

    [Fact]
    public void List_cuts_what_nobody_would_read()
    {
        using var folder = new TemporaryDirectory();
        string store = Filled(folder, 0), meta = Path.Combine(Directory.GetDirectories(store, "0*")[0], "meta.json");
        JsonNode text = JsonNode.Parse(File.ReadAllText(meta))!;
        text["verdict"]!["reason"] = new string('x', 100_000);
        text["verdict"]!["kind"] = new string('y', 100_000);
        File.WriteAllText(meta, text.ToJsonString());
        string line = Agent.Run("archive", "list", "--dir", store).Output.Split('\n')[1];
        Assert.InRange(line.Length, 200, 400);
        Assert.EndsWith("xxx...", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_prints_a_record_as_it_was()
    {
        using var folder = new TemporaryDirectory();
        string store = Filled(folder, 0);
        byte[] dump = File.ReadAllBytes(Path.Combine(Agent.Captures[0], "pstore", "dmesg-ramoops-0"));
        foreach (string name in (string[])["dmesg-0", "dmesg-ramoops-0", "dmesg"])
            Assert.Equal(dump, Agent.Run("archive", "show", "last", name, "--dir", store).Bytes);
        InputTests.AssertFails(Agent.Run("archive", "show", "last", "ftrace", "--dir", store), 66, "it has dmesg-0, console, pmsg");
    }

    [Fact]
    public void Verify_names_each_broken_file()
    {
        using var folder = new TemporaryDirectory();
        string store = Filled(folder, 0, 7);
        AgentResult whole = Agent.Run("archive", "verify", "--dir", store);
        Assert.Equal((0, "2 entries, all whole\n"), (whole.ExitCode, whole.Output));

        string entry = Directory.GetDirectories(store, "0*").Order().First();
        using (var file = new FileStream(Path.Combine(entry, "pmsg-ramoops-0"), FileMode.Open)) file.WriteByte((byte)'x');
        File.Delete(Path.Combine(entry, "console-ramoops-0"));
        File.WriteAllText(Path.Combine(entry, "more"), "");
        AgentResult broken = Agent.Run("archive", "verify", "--dir", store);
        Assert.Equal(65, broken.ExitCode);
        Assert.Equal(
            [$"{entry}/console-ramoops-0: No such file or directory", $"{entry}/more: is not in SHA256SUMS", $"{entry}/pmsg-ramoops-0: its content is not what was archived"],
            broken.Output.TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal));
        Assert.Equal(0, Agent.Run("archive", "verify", "last", "--dir", store).ExitCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\0\0\0\0\0\0\0\0\n")]
    [InlineData("what is this?\n")]
    public void A_lost_or_damaged_index_is_made_anew(string? damage)
    {
        using var folder = new TemporaryDirectory();
        string store = Filled(folder, 0, 7), index = Path.Combine(store, "index"), before = File.ReadAllText(index);
        if (damage == null) File.Delete(index);
        else File.WriteAllText(index, damage);
        AgentResult again = Collect(store, 0);
        Assert.Equal((0, ""), (again.ExitCode, again.Output));
        Assert.Contains("made anew from 2 entries", again.Errors, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(index));
    }

    [Fact]
    public void Half_a_line_at_the_end_of_the_index_is_cut_off()
    {
        using var folder = new TemporaryDirectory();
        string store = Filled(folder, 0), index = Path.Combine(store, "index"), before = File.ReadAllText(index);
        File.AppendAllText(index, "00000002-1a2b3c4d 4096 2 crash 0123456789ab");
        Assert.Equal((0, ""), (Collect(store, 0).ExitCode, Collect(store, 0).Errors));
        Assert.Equal(before, File.ReadAllText(index));
        Collect(store, 7);
        Assert.Equal(2, StoreState.Read(store).Entries.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_entry_without_its_name_is_believed_by_its_sums_alone(bool damaged)
    {
        using var folder = new TemporaryDirectory();
        string store = Filled(folder, 0), pending = Path.Combine(store, ".new"), line = File.ReadAllText(Path.Combine(store, "index"));
        Directory.Move(Directory.GetDirectories(store, "0*")[0], pending);
        if (damaged) File.WriteAllText(Path.Combine(pending, "dmesg-ramoops-0"), "half of it");
        AgentResult next = Collect(store, 0);
        Assert.Equal((0, ""), (next.ExitCode, next.Errors));
        Assert.Equal(damaged, next.Output.Length > 0);
        StoreState state = StoreState.Read(store);
        Assert.Equal(File.ReadAllBytes(Path.Combine(Agent.Captures[0], "pstore", "dmesg-ramoops-0")), Assert.Single(state.Contents("dmesg-ramoops-0")));
        if (!damaged) Assert.Equal(line, File.ReadAllText(Path.Combine(store, "index")));
    }

    [Fact]
    public void An_entry_that_is_gone_is_told_and_its_records_are_archived_again()
    {
        using var folder = new TemporaryDirectory();
        string store = Filled(folder, 0);
        string entry = Assert.Single(Directory.GetDirectories(store, "0*"));
        Directory.Delete(entry, recursive: true);
        AgentResult gone = Agent.Run("archive", "verify", "--dir", store);
        Assert.Equal((65, $"{entry}: is in the index, and not there\n"), (gone.ExitCode, gone.Output));
        Assert.Equal(0, Agent.Run("archive", "verify", "--dir", store).ExitCode);
        Collect(store, 0);
        Assert.Single(StoreState.Read(store).Entries);
    }

    [Fact]
    public void Links_are_not_followed()
    {
        using var folder = new TemporaryDirectory();
        string store = Filled(folder, 0), link = folder.Join("link"), entry = Directory.GetDirectories(store, "0*")[0];
        File.CreateSymbolicLink(link, store);
        foreach (string path in (string[])[link, link + "/"])
            InputTests.AssertFails(Collect(path, 7), 73, $"is a symbolic link to {store}, and links are not followed: name {store} itself");

        string outside = Directory.CreateDirectory(folder.Join("outside")).FullName;
        File.WriteAllText(Path.Combine(outside, "mine"), "mine");
        File.CreateSymbolicLink(Path.Combine(store, ".new"), outside);
        File.CreateSymbolicLink(Path.Combine(store, ".old"), outside);
        File.CreateSymbolicLink(Path.Combine(store, "index.new"), Path.Combine(outside, "mine"));
        Assert.Equal(0, Collect(store, 7).ExitCode);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(outside, "mine")));
        Assert.Equal(2, StoreState.Read(store).Entries.Count);

        Directory.Move(entry, folder.Join("moved"));
        File.CreateSymbolicLink(entry, folder.Join("moved"));
        Assert.NotEqual(0, Agent.Run("archive", "show", "1", "--dir", store).ExitCode);
        File.Delete(Path.Combine(store, "index"));
        File.CreateSymbolicLink(Path.Combine(store, "index"), Path.Combine(outside, "mine"));
        InputTests.AssertFails(Collect(store, 7), 73, "index: is a symbolic link");
        Assert.Equal("mine", File.ReadAllText(Path.Combine(outside, "mine")));
    }

    [Fact]
    public void A_folder_that_others_may_change_is_refused()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryDirectory();
        string store = Filled(folder, 0);
        File.SetUnixFileMode(store, (UnixFileMode)0x1FF);
        InputTests.AssertFails(Collect(store, 7), 73, "others may write to it");
        File.SetUnixFileMode(store, (UnixFileMode)0x1C0);
        Assert.SkipUnless(Environment.UserName == "root", "giving a folder away needs root");
        Assert.Equal(0, Agent.Start("chown", ["1000", store], null).ExitCode);
        InputTests.AssertFails(Collect(store, 7), 73, "belongs to user 1000");
    }

    [Fact]
    public void An_index_that_was_cut_gets_back_what_it_lacks()
    {
        using var folder = new TemporaryDirectory();
        string store = Filled(folder, 0, 7), index = Path.Combine(store, "index");
        File.WriteAllText(index, File.ReadAllLines(index)[0] + "\n");
        AgentResult result = Collect(store, 7);
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.Contains("index lacked 1 of the entries: added", result.Errors, StringComparison.Ordinal);
        Assert.Equal(2, StoreState.Read(store).Entries.Count);
        Assert.Equal(("", ""), (Collect(store, 7).Errors, Collect(store, 0).Output));
    }

    [Fact]
    public async Task Two_runs_at_once_archive_each_record_once()
    {
        using LiveMachine machine = CollectTests.Board(LiveMachine.Region("01-one-panic"));
        AgentResult[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => CollectTests.Collect(machine))));
        Assert.All(results, result => Assert.Equal(0, result.ExitCode));
        Assert.All(results.SelectMany(result => result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), line => Assert.Contains("waiting for another run", line, StringComparison.Ordinal));
        Assert.Single(results, result => result.Output.Length > 0);
        Assert.Single(StoreState.Read(CollectTests.Store(machine)).Entries);
    }

    [Fact]
    public void Actions_that_are_none_and_missing_words_are_usage_errors()
    {
        InputTests.AssertFails(Agent.Run("archive", "lits"), 64, "did you mean list?");
        InputTests.AssertFails(Agent.Run("archive"), 64, "needs an argument");
        InputTests.AssertFails(Agent.Run("archive", "rm"), 64, "archive rm needs the entries");
        InputTests.AssertFails(Agent.Run("archive", "show"), 64, "archive show takes an entry");
        InputTests.AssertFails(Agent.Run("collect", "x", "--max-age", "3y"), 64, "--max-age: '3y' is no span of time");
        InputTests.AssertFails(Agent.Run("archive", "list", "--dir", "/nonexistent/store"), 66, "there is no archive");
    }

    internal static string Filled(TemporaryDirectory folder, params int[] captures)
    {
        string store = folder.Join("store");
        foreach (int capture in captures) Assert.Equal(0, Collect(store, capture).ExitCode);
        return store;
    }

    internal static AgentResult Collect(string store, int capture, params string[] options) =>
        Agent.Run(["collect", store, "--image", Agent.Region(Agent.Captures[capture]), .. options]);
}
