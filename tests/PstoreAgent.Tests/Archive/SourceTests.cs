using System.Text;
using System.Text.Json.Nodes;
using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Archive;

/// <summary>One record is one record, whether memory or the kernel's file system was read; and what clearing and masking leave.</summary>
public sealed class SourceTests
{
    private static readonly string[] s_names = ["dmesg-ramoops-0", "console-ramoops-0", "pmsg-ramoops-0"];

    [Theory]
    [InlineData("01-one-panic", 0)]
    [InlineData("07-ecc16-clean", 16)]
    [InlineData("08a-ecc16-corrupt", 16)]
    [InlineData("05-ftrace", 0)]
    [InlineData("06-ftrace-percpu", 0)]
    public void Memory_and_the_file_system_give_the_same_records(string capture, int ecc)
    {
        using LiveMachine memory = new LiveMachine().WithTree(ecc).WithMemory(LiveMachine.Region(capture));
        using LiveMachine files = new LiveMachine().WithTree(ecc).WithMemory(new byte[0x100000]).WithDriver();
        string folder = Path.Combine(Agent.Root, "tests", "fixtures", "captures", capture, "pstore");
        foreach (string file in Directory.GetFiles(folder))
        {
            string name = "/sys/fs/pstore/" + Path.GetFileName(file);
            files.Files.With(name, File.ReadAllBytes(file));
            if (Path.GetFileName(file).StartsWith("dmesg", StringComparison.Ordinal)) File.SetLastWriteTimeUtc(files.Files.FullName(name), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        string store = CollectTests.Store(memory);
        Assert.Equal(0, memory.Run("collect", store).ExitCode);
        int entries = StoreState.Read(store).Entries.Count;
        AgentResult again = files.Run("collect", store, "--source", "pstore");
        Assert.Equal((0, "", ""), (again.ExitCode, again.Output, again.Errors));
        Assert.Equal(entries, StoreState.Read(store).Entries.Count);
    }

    [Fact]
    public void With_the_driver_bound_the_boot_before_is_archived_and_this_boots_logs_are_not()
    {
        using LiveMachine machine = Bound("[    1.234567] this boot\n");
        Assert.Equal(0, CollectTests.Collect(machine).ExitCode);
        StoreState state = StoreState.Read(CollectTests.Store(machine));
        Assert.Equal(s_names, state.Meta(0).Names());
        Assert.Equal(["mem", "pstore"], state.Meta(0).Record("dmesg-ramoops-0").Sources());
        Assert.Equal(File.ReadAllBytes(LiveMachine.Shown("01-one-panic", "console-ramoops-0")), Assert.Single(state.Contents("console-ramoops-0")));
        Assert.DoesNotContain(state.Files, file => Encoding.ASCII.GetString(file.Value).Contains("] this boot", StringComparison.Ordinal) && !file.Key.EndsWith(".json", StringComparison.Ordinal));
        Assert.Equal("", CollectTests.Collect(machine).Output);
    }

    [Fact]
    public void An_oops_that_this_boot_survived_is_archived_and_is_a_crash()
    {
        const string oops = "[    7.000000] Unable to handle kernel NULL pointer dereference at virtual address 0000000000000000";
        using LiveMachine machine = Bound("[    1.234567] this boot\n" + oops + "\n");
        CollectTests.Collect(machine);
        machine.Files.With("/dmesg", $"[    0.000000] Linux version 6.1.192\n[    1.234567] this boot\n{oops}\n")
            .With("/sys/fs/pstore/dmesg-efi_pstore-171234567801001", $"Oops#1 Part1\n<6>[    1.234567] this boot\n<1>{oops}\n");
        AgentResult result = CollectTests.Collect(machine, "--exit-code");
        Assert.Equal((10, ""), (result.ExitCode, result.Errors));
        Assert.StartsWith("oops: 1 record in ", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("Unable to handle kernel NULL pointer dereference at virtual address 0000000000000000\n", result.Output, StringComparison.Ordinal);
        Assert.Equal("current", (string?)StoreState.Read(CollectTests.Store(machine)).Meta(1)["records"]![0]!["boot"]);
        Assert.Equal((0, ""), (CollectTests.Collect(machine, "--exit-code").ExitCode, CollectTests.Collect(machine).Output));
    }

    [Fact]
    public void Clearing_takes_from_memory_what_is_archived_and_nothing_that_was_removed()
    {
        using LiveMachine machine = CollectTests.Board(LiveMachine.Region("01-one-panic"));
        CollectTests.Collect(machine);
        Agent.Run("archive", "rm", "last", "--dir", CollectTests.Store(machine));
        Assert.Equal("", CollectTests.Collect(machine, "--clear").Output);
        Assert.Equal(s_names, machine.Run("--json").Json().Names());

        machine.Write(LiveMachine.Address + 0x83ba, LiveMachine.Region("09b-oopses-then-panic").AsSpan(0, 0x83ba));
        AgentResult cleared = CollectTests.Collect(machine, "--clear");
        Assert.Equal(0, cleared.ExitCode);
        Assert.EndsWith("\ncleared 1 record\n", cleared.Output, StringComparison.Ordinal);
        string[] live = [.. machine.Run("--json").Json()["records"]!.AsArray().Where(record => (string?)record!["origin"] == "live").Select(record => (string)record!["name"]!)];
        Assert.Equal(s_names, live);
        Assert.Equal("", CollectTests.Collect(machine, "--clear").Output);
    }

    [Fact]
    public void A_record_whose_file_is_damaged_is_archived_again_before_it_is_cleared()
    {
        using LiveMachine machine = CollectTests.Board(LiveMachine.Region("01-one-panic"));
        CollectTests.Collect(machine);
        string entry = Directory.GetDirectories(CollectTests.Store(machine), "0*")[0];
        using (var file = new FileStream(Path.Combine(entry, "dmesg-ramoops-0"), FileMode.Open)) file.WriteByte((byte)'x');
        AgentResult result = CollectTests.Collect(machine, "--clear");
        Assert.Matches("^panic: 1 record in [^\n]*/00000002-[^\n]+\ncleared 3 records\n$", result.Output);
        string[] entries = [.. Directory.GetDirectories(CollectTests.Store(machine)).Order()];
        Assert.Equal(File.ReadAllBytes(LiveMachine.Shown("01-one-panic", "dmesg-ramoops-0")), File.ReadAllBytes(Path.Combine(entries[1], "dmesg-ramoops-0")));
    }

    [Fact]
    public void Records_of_an_entry_that_was_deleted_by_hand_are_archived_again()
    {
        using LiveMachine machine = CollectTests.Board(LiveMachine.Region("01-one-panic"));
        CollectTests.Collect(machine);
        Directory.Delete(Directory.GetDirectories(CollectTests.Store(machine))[0], recursive: true);
        Assert.StartsWith("panic: 3 records in ", CollectTests.Collect(machine).Output, StringComparison.Ordinal);
        Assert.Equal("", CollectTests.Collect(machine).Output);
        Assert.Equal("cleared 3 records\n", CollectTests.Collect(machine, "--clear").Output);
    }

    [Fact]
    public void With_the_driver_bound_dumps_are_unlinked_and_logs_left_without_a_word()
    {
        using LiveMachine machine = Bound("[    1.234567] this boot\n");
        AgentResult result = CollectTests.Collect(machine, "--clear");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.EndsWith("\ncleared 1 record\n", result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(machine.Files.FullName("/sys/fs/pstore/dmesg-ramoops-0")));
        Assert.True(File.Exists(machine.Files.FullName("/sys/fs/pstore/console-ramoops-0")));
    }

    [Fact]
    public void Masked_entries_hold_no_address_and_nothing_that_is_no_text()
    {
        const string secret = "eth0: link 02:42:ac:11:00:07 at 192.168.17.23";
        byte[] region = LiveMachine.Region("01-one-panic");
        byte[] text = Encoding.ASCII.GetBytes($"[    5.000000] {secret}\n");
        const int console = 0xf6fcc;
        int used = BitConverter.ToInt32(region, console + 8);
        text.CopyTo(region, console + 12 + used);
        BitConverter.TryWriteBytes(region.AsSpan(console + 4), used + text.Length);
        BitConverter.TryWriteBytes(region.AsSpan(console + 8), used + text.Length);
        using LiveMachine machine = CollectTests.Board(region);
        AgentResult result = CollectTests.Collect(machine, "--redact");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        StoreState state = StoreState.Read(CollectTests.Store(machine));
        JsonNode redacted = state.Meta(0)["redacted"]!;
        Assert.Equal((1, 1), ((int)redacted["mac"]!, (int)redacted["ipv4"]!));
        Assert.Equal(["region.bin.gz"], redacted["left_out"]!.AsArray().Select(name => (string)name!));
        Assert.Null(state.Meta(0)["digests"]);
        Assert.Contains("eth0: link <mac-1> at <ipv4-1>", Encoding.ASCII.GetString(Assert.Single(state.Contents("console-ramoops-0"))), StringComparison.Ordinal);
        Assert.All(state.Files, file => Assert.DoesNotContain("192.168.17.23", Encoding.Latin1.GetString(file.Value), StringComparison.Ordinal));
        Assert.Equal("", CollectTests.Collect(machine).Output);
    }

    [Fact]
    public void A_masked_entry_does_not_say_where_an_image_was()
    {
        using var folder = new TemporaryDirectory();
        string image = folder.Join("of-10.1.2.3.bin.gz"), store = folder.Join("store");
        File.Copy(Agent.Region(Agent.Captures[0]), image);
        Assert.Equal(0, Agent.Run("collect", store, "--redact", "--image", image).ExitCode);
        Assert.Equal("of-<ipv4-1>.bin.gz", (string?)StoreState.Read(store).Meta(0)["source"]!["name"]);
    }

    [Fact]
    public void An_oops_of_this_boot_waits_for_the_next_to_be_cleared_without_a_word()
    {
        using LiveMachine machine = Bound("[    1.234567] this boot\n");
        machine.Write(LiveMachine.Address + 0x83ba, LiveMachine.Region("09b-oopses-then-panic").AsSpan(0, 0x83ba));
        AgentResult result = CollectTests.Collect(machine, "--clear");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.EndsWith("\ncleared 1 record\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(("", ""), (CollectTests.Collect(machine, "--clear").Output, CollectTests.Collect(machine, "--clear").Errors));
        Assert.Contains("a file of the pstore file system, to be cleared, from the next one on", machine.Run("clear", "dmesg-1", "--yes").Errors, StringComparison.Ordinal);
    }

    private static LiveMachine Bound(string now)
    {
        byte[] region = LiveMachine.Region("01-one-panic"), text = Encoding.ASCII.GetBytes("[    0.000000] Linux version 6.1.192 (root@host) #1 SMP\n" + now);
        const int console = 0xf6fcc, pmsg = 0xfefcc;
        region.AsSpan(pmsg + 4, 8).Clear();
        BitConverter.TryWriteBytes(region.AsSpan(console + 4), text.Length);
        BitConverter.TryWriteBytes(region.AsSpan(console + 8), text.Length);
        text.CopyTo(region, console + 12);
        LiveMachine machine = CollectTests.Board(region).WithDriver();
        foreach (string name in s_names) machine.Files.With("/sys/fs/pstore/" + name, File.ReadAllBytes(LiveMachine.Shown("01-one-panic", name)));
        return machine;
    }
}
